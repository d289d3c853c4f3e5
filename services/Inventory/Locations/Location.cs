using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Locations;

/// <summary>A place inside a facility, in a tree.</summary>
sealed class Location : ITenantOwned
{
    public const int MaxDepth = 12;
    public static readonly string[] Types = ["zone", "aisle", "rack", "bin", "dock", "staging", "virtual"];

    // Sorts before every character that a code can have, so that sorting by the key lists the tree parents first.
    const char Between = '\u0001';

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid FacilityId { get; init; }
    public Guid? ParentLocationId { get; private set; }
    public required string Code { get; set; }
    public string? Name { get; set; }
    public required string Type { get; set; }

    /// <summary>The codes from the top, for example <c>A/01/03</c>.</summary>
    public string Path { get; private set; } = "";
    public string PathKey { get; internal set; } = "";

    /// <summary>0 at the top.</summary>
    public int Depth { get; private set; }
    public bool IsPickable { get; set; } = true;
    public bool IsReceivable { get; set; } = true;

    /// <summary>An inactive location takes in nothing new; what is there can still leave.</summary>
    public bool IsActive { get; set; } = true;
    public string? ExternalId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string CreatedBy { get; init; } = "";
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>Puts it below <paramref name="parent"/>, or at the top.</summary>
    public void PutBelow(Location? parent)
    {
        if (parent is not null && (parent.Id == Id || PathKey.Length > 0 && parent.PathKey.StartsWith(PathKey + Between, StringComparison.Ordinal)))
            throw new BrokenRuleException("location_cycle", "A location cannot be moved below itself.");
        if (parent?.Depth >= MaxDepth - 1)
            throw new BrokenRuleException("location_too_deep", $"Locations are at most {MaxDepth} levels deep.");
        ParentLocationId = parent?.Id;
        Depth = parent is null ? 0 : parent.Depth + 1;
        Path = parent is null ? Code : $"{parent.Path}/{Code}";
        PathKey = parent is null ? Code : $"{parent.PathKey}{Between}{Code}";
    }

    /// <summary>Everything below has a key that begins like this.</summary>
    public string KeyOfChildren => PathKey + Between;
}
