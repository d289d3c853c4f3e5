namespace Atlas.Inventory.Facilities;

/// <summary>A place that holds stock.</summary>
/// <param name="Type"><c>warehouse</c>, <c>plant</c>, <c>store</c>, <c>outlet</c> or <c>third_party</c>.</param>
/// <param name="TimeZone">IANA name, for example <c>Europe/Berlin</c>.</param>
/// <param name="IsActive">False: nothing new comes in; what is there can leave.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="AllowNegative">Stock may fall below zero here, unless an item's own policy forbids it.</param>
public sealed record FacilityView(
    Guid Id, string Code, string Name, string Type, string TimeZone, IReadOnlyDictionary<string, string> Address, bool IsActive,
    bool AllowNegative, string? ExternalId, IReadOnlyDictionary<string, string> Metadata, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static FacilityView From(Facility f) => new(
        f.Id, f.Code, f.Name, f.Type, f.TimeZone, f.Address, f.IsActive, f.AllowNegative, f.ExternalId, f.Metadata, f.CreatedBy, f.CreatedAt,
        f.UpdatedAt, f.Version);
}
