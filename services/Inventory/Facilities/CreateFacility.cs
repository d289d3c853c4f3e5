using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Facilities;

/// <summary>A new facility.</summary>
/// <param name="Code">At most 32 characters, unique.</param>
/// <param name="Type"><c>warehouse</c>, <c>plant</c>, <c>store</c>, <c>outlet</c> or <c>third_party</c>.</param>
/// <param name="TimeZone">IANA name; decides which day it is when a lot expires.</param>
public sealed record CreateFacilityRequest(
    string Code, string Name, string Type, string TimeZone, IReadOnlyDictionary<string, string> Address, bool IsActive, bool AllowNegative,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata) : IReadable<CreateFacilityRequest>
{
    public static CreateFacilityRequest Read(Fields fields) => new(
        fields.Text("code", 32), fields.Text("name", 255), fields.Choice("type", Facility.Types), FacilityRules.TimeZone(fields) ?? "",
        fields.Map("address", 20, 255), fields.Boolean("isActive", true), fields.Boolean("allowNegative", false),
        fields.ExternalId(), fields.Metadata());
}

static class CreateFacility
{
    /// <summary>Adds a facility.</summary>
    public static async Task<IResult> Handle(
        Body<CreateFacilityRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        if (await FacilityRules.DuplicateAsync(db, null, request.Code, request.ExternalId, ct) is { } duplicate) return duplicate;

        var now = time.GetUtcNow();
        var facility = new Facility
        {
            Id = Guid.CreateVersion7(now),
            Code = request.Code,
            Name = request.Name,
            Type = request.Type,
            TimeZone = request.TimeZone,
            Address = new(request.Address),
            IsActive = request.IsActive,
            AllowNegative = request.AllowNegative,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(facility);
        await db.SaveChangesAsync(ct);
        http.SetETag(facility.Version);
        return Reply.Created($"/v1/facilities/{facility.Id}", FacilityView.From(facility));
    }
}

/// <summary>What the fields of a facility must look like.</summary>
static class FacilityRules
{
    public static string? TimeZone(Fields fields)
    {
        var zone = fields.OptionalText("timeZone", 64, required: true);
        if (zone is not null && !(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId))
            fields.Refuse("timeZone", "invalid_value", "must be an IANA time zone, for example Europe/Berlin");
        return zone;
    }

    public static async Task<Error?> DuplicateAsync(InventoryDb db, Guid? self, string? code, string? externalId, CancellationToken ct)
    {
        var taken = await db.Facilities.Where(f => f.Id != self && (f.Code == code || (externalId != null && f.ExternalId == externalId)))
            .Select(f => new { f.Id, f.Code }).FirstOrDefaultAsync(ct);
        if (taken is null) return null;
        var field = taken.Code == code ? "code" : "externalId";
        return Error.Conflict("duplicate_code", $"There is a facility with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = taken.Id }));
    }
}
