using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Locations;

/// <summary>What to change about a location; what is absent stays.</summary>
/// <param name="ParentLocationId">Moves it, with everything below, under another location; null to the top.</param>
public sealed record UpdateLocationRequest(
    string? Code, string? Name, string? Type, Guid? ParentLocationId, bool? IsPickable, bool? IsReceivable, bool? IsActive, string? ExternalId,
    IReadOnlyDictionary<string, string>? Metadata)
    : IReadable<UpdateLocationRequest>
{
    internal bool SetsName { get; private init; }
    internal bool SetsExternalId { get; private init; }
    internal bool Moves { get; private init; }

    public static UpdateLocationRequest Read(Fields fields) => new(
        fields.Has("code") ? LocationRules.Code(fields) : null, fields.OptionalText("name", 255),
        fields.Has("type") ? fields.Choice("type", Location.Types) : null, fields.OptionalId("parentLocationId"),
        fields.Has("isPickable") ? fields.Boolean("isPickable", true) : null,
        fields.Has("isReceivable") ? fields.Boolean("isReceivable", true) : null,
        fields.Has("isActive") ? fields.Boolean("isActive", true) : null, fields.ExternalId(), fields.Has("metadata") ? fields.Metadata() : null)
    {
        SetsName = fields.Has("name"),
        SetsExternalId = fields.Has("externalId"),
        Moves = fields.Has("parentLocationId"),
    };
}

static class UpdateLocation
{
    /// <summary>Changes or moves a location. Fields that are absent stay as they are.</summary>
    public static async Task<IResult> Handle(
        Guid facilityId, Guid locationId, Body<UpdateLocationRequest> body, HttpContext http, InventoryDb db, TimeProvider time,
        CancellationToken ct)
    {
        if (!await LocationRules.LockTreeAsync(db, facilityId, ct)) return Error.NotFound("Facility", $"{facilityId}");
        var location = await db.Locations.FirstOrDefaultAsync(l => l.FacilityId == facilityId && l.Id == locationId, ct);
        if (location is null) return Error.NotFound("Location", $"{locationId}");
        var request = body.Value;
        http.CheckIfMatch(location.Version);

        var now = time.GetUtcNow();
        location.Name = request.SetsName ? request.Name : location.Name;
        location.Type = request.Type ?? location.Type;
        location.IsPickable = request.IsPickable ?? location.IsPickable;
        location.IsReceivable = request.IsReceivable ?? location.IsReceivable;
        location.IsActive = request.IsActive ?? location.IsActive;
        location.ExternalId = request.SetsExternalId ? request.ExternalId : location.ExternalId;
        location.Metadata = request.Metadata is null ? location.Metadata : new(request.Metadata);
        if (await LocationRules.DuplicateAsync(db, facilityId, location.Id, request.Code ?? location.Code, request.ExternalId, ct) is { } duplicate) return duplicate;
        if (request.Code is not null || request.Moves)
        {
            await MoveAsync(db, location, request.Code ?? location.Code, request.Moves ? request.ParentLocationId : location.ParentLocationId, now, ct);
        }

        location.UpdatedAt = now;
        location.Version++;
        await db.SaveChangesAsync(ct);
        http.SetETag(location.Version);
        return Reply.Ok(LocationView.From(location, await db.Locations.CountAsync(child => child.ParentLocationId == location.Id, ct)));
    }

    // Everything below carries the path in its own, so it moves along.
    static async Task MoveAsync(InventoryDb db, Location location, string code, Guid? parentId, DateTimeOffset now, CancellationToken ct)
    {
        var start = location.KeyOfChildren;
        var below = await db.Locations.Where(l => l.FacilityId == location.FacilityId && l.PathKey.StartsWith(start))
            .OrderBy(l => l.PathKey).ToListAsync(ct);
        var parent = await LocationRules.ParentAsync(db, location.FacilityId, parentId, ct);
        location.PutBelow(parent); // Refuses a cycle by the old path.
        location.Code = code;
        location.PutBelow(parent);
        var moved = new Dictionary<Guid, Location> { [location.Id] = location };
        foreach (var child in below)
        {
            child.PutBelow(moved[child.ParentLocationId!.Value]);
            child.UpdatedAt = now;
            child.Version++;
            moved[child.Id] = child;
        }
    }
}
