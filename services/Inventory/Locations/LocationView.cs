namespace Atlas.Inventory.Locations;

/// <summary>A place inside a facility.</summary>
/// <param name="Path">The codes from the top, for example <c>A/01/03</c>.</param>
/// <param name="Depth">0 at the top.</param>
/// <param name="ChildCount">Locations directly below.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="Children">With <c>view=nested</c>: the locations directly below; null otherwise.</param>
public sealed record LocationView(
    Guid Id, Guid FacilityId, Guid? ParentLocationId, string Code, string? Name, string Type, string Path, int Depth, int ChildCount,
    bool IsPickable, bool IsReceivable, bool IsActive, IReadOnlyList<LocationView>? Children, string? ExternalId,
    IReadOnlyDictionary<string, string> Metadata, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Version)
{
    internal static LocationView From(Location l, int childCount, IReadOnlyList<LocationView>? children = null) => new(
        l.Id, l.FacilityId, l.ParentLocationId, l.Code, l.Name, l.Type, l.Path, l.Depth, childCount, l.IsPickable, l.IsReceivable,
        l.IsActive, children, l.ExternalId, l.Metadata, l.CreatedBy, l.CreatedAt, l.UpdatedAt, l.Version);
}
