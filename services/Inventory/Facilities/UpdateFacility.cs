using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Facilities;

/// <summary>What to change about a facility; what is absent stays.</summary>
public sealed record UpdateFacilityRequest(
    string? Code, string? Name, string? Type, string? TimeZone, IReadOnlyDictionary<string, string>? Address, bool? IsActive,
    bool? AllowNegative, string? ExternalId, IReadOnlyDictionary<string, string>? Metadata) : IReadable<UpdateFacilityRequest>
{
    internal bool SetsExternalId { get; private init; }

    public static UpdateFacilityRequest Read(Fields fields) => new(
        fields.Has("code") ? fields.Text("code", 32) : null, fields.Has("name") ? fields.Text("name", 255) : null,
        fields.Has("type") ? fields.Choice("type", Facility.Types) : null, fields.Has("timeZone") ? FacilityRules.TimeZone(fields) : null,
        fields.Has("address") ? fields.Map("address", 20, 255) : null, fields.Has("isActive") ? fields.Boolean("isActive", true) : null,
        fields.Has("allowNegative") ? fields.Boolean("allowNegative", false) : null, fields.ExternalId(),
        fields.Has("metadata") ? fields.Metadata() : null)
    {
        SetsExternalId = fields.Has("externalId"),
    };
}

static class UpdateFacility
{
    /// <summary>Changes a facility. Fields that are absent stay as they are.</summary>
    public static async Task<IResult> Handle(
        Guid facilityId, Body<UpdateFacilityRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var facility = await db.Facilities.FirstOrDefaultAsync(f => f.Id == facilityId, ct);
        if (facility is null) return Error.NotFound("Facility", $"{facilityId}");
        var request = body.Value;
        http.CheckIfMatch(facility.Version);
        if (await FacilityRules.DuplicateAsync(db, facility.Id, request.Code, request.ExternalId, ct) is { } duplicate) return duplicate;

        facility.Code = request.Code ?? facility.Code;
        facility.Name = request.Name ?? facility.Name;
        facility.Type = request.Type ?? facility.Type;
        facility.TimeZone = request.TimeZone ?? facility.TimeZone;
        facility.Address = request.Address is null ? facility.Address : new(request.Address);
        facility.IsActive = request.IsActive ?? facility.IsActive;
        facility.AllowNegative = request.AllowNegative ?? facility.AllowNegative;
        facility.ExternalId = request.SetsExternalId ? request.ExternalId : facility.ExternalId;
        facility.Metadata = request.Metadata is null ? facility.Metadata : new(request.Metadata);
        facility.UpdatedAt = time.GetUtcNow();
        facility.Version++;
        await db.SaveChangesAsync(ct);
        http.SetETag(facility.Version);
        return Reply.Ok(FacilityView.From(facility));
    }
}
