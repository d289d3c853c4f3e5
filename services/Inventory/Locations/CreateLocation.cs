using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Locations;

/// <summary>A new location.</summary>
/// <param name="Code">At most 64 characters without a slash, unique in the facility.</param>
/// <param name="ParentLocationId">What it is below; null for the top.</param>
public sealed record CreateLocationRequest(
    string Code, string? Name, string Type, Guid? ParentLocationId, bool IsPickable, bool IsReceivable, bool IsActive, string? ExternalId,
    IReadOnlyDictionary<string, string> Metadata)
    : IReadable<CreateLocationRequest>
{
    public static CreateLocationRequest Read(Fields fields) => new(
        LocationRules.Code(fields), fields.OptionalText("name", 255), fields.Choice("type", Location.Types, "bin"),
        fields.OptionalId("parentLocationId"), fields.Boolean("isPickable", true), fields.Boolean("isReceivable", true),
        fields.Boolean("isActive", true), fields.ExternalId(), fields.Metadata());
}

static class CreateLocation
{
    /// <summary>Adds a location to a facility.</summary>
    public static async Task<IResult> Handle(
        Guid facilityId, Body<CreateLocationRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        if (!await LocationRules.LockTreeAsync(db, facilityId, ct)) return Error.NotFound("Facility", $"{facilityId}");
        var request = body.Value;
        if (await LocationRules.DuplicateAsync(db, facilityId, null, request.Code, request.ExternalId, ct) is { } duplicate) return duplicate;
        var now = time.GetUtcNow();
        var location = new Location
        {
            Id = Guid.CreateVersion7(now),
            FacilityId = facilityId,
            Code = request.Code,
            Name = request.Name,
            Type = request.Type,
            IsPickable = request.IsPickable,
            IsReceivable = request.IsReceivable,
            IsActive = request.IsActive,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        location.PutBelow(await LocationRules.ParentAsync(db, facilityId, request.ParentLocationId, ct));
        db.Add(location);
        await db.SaveChangesAsync(ct);
        http.SetETag(location.Version);
        return Reply.Created($"/v1/facilities/{facilityId}/locations/{location.Id}", LocationView.From(location, 0));
    }
}

/// <summary>What the fields of a location must look like, and where it can stand.</summary>
static class LocationRules
{
    public static string Code(Fields fields)
    {
        var code = fields.Text("code", 64);
        if (code.Contains('/') || code.Any(char.IsControl)) fields.Refuse("code", "invalid_value", "must not contain a slash or a line break");
        return code;
    }

    /// <summary>Changes of one tree go one after another, so that paths stay true. False when there is no such facility.</summary>
    public static async Task<bool> LockTreeAsync(InventoryDb db, Guid facilityId, CancellationToken ct) => await db.Facilities
        .FromSql($"select * from facilities where tenant_id = {db.CurrentTenant} and id = {facilityId} for no key update")
        .AsNoTracking().AnyAsync(ct);

    public static async Task<Location?> ParentAsync(InventoryDb db, Guid facilityId, Guid? parentId, CancellationToken ct)
    {
        if (parentId is null) return null;
        return await db.Locations.FirstOrDefaultAsync(l => l.FacilityId == facilityId && l.Id == parentId, ct)
            ?? throw new RefusedException(Error.Invalid(new ErrorDetail(
                "parentLocationId", "invalid_reference", "is not a location of this facility")));
    }

    public static async Task<Error?> DuplicateAsync(InventoryDb db, Guid facilityId, Guid? self, string code, string? externalId, CancellationToken ct)
    {
        if (externalId is not null && await db.Locations.Where(l => l.ExternalId == externalId && l.Id != self).Select(l => (Guid?)l.Id).FirstOrDefaultAsync(ct) is { } same)
            return CommonFields.ExternalIdTaken("location", same);
        var taken = await db.Locations.Where(l => l.FacilityId == facilityId && l.Code == code && l.Id != self)
            .Select(l => (Guid?)l.Id).FirstOrDefaultAsync(ct);
        return taken is null ? null : Error.Conflict("duplicate_code", $"There is a location '{code}' in this facility already.",
            new ErrorDetail("code", "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = taken }));
    }
}
