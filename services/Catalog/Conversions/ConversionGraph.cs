namespace Atlas.Catalog.Conversions;

/// <summary>
/// Units that can be converted into each other. Every unit knows its ratio to one unit of its group, so that any two of a group
/// have exactly one ratio, whichever way one goes.
/// </summary>
sealed class ConversionGraph
{
    readonly Dictionary<Guid, (Guid Group, Ratio ToGroup)> known = [];

    /// <summary>Adds: 1 <paramref name="from"/> = <paramref name="ratio"/> <paramref name="to"/>.</summary>
    /// <returns>False, and nothing changes, when what is known already says otherwise.</returns>
    public bool TryAdd(Guid from, Guid to, Ratio ratio)
    {
        if (Find(from, to) is { } other) return other == ratio;

        var (fromGroup, fromRatio) = Place(from);
        var (toGroup, toRatio) = Place(to);
        // One of the old group is so many of the new: back to the unit, across, and up.
        var across = fromRatio.Inverse * ratio * toRatio;
        foreach (var (unit, place) in known.ToList())
            if (place.Group == fromGroup) known[unit] = (toGroup, place.ToGroup * across);
        return true;
    }

    /// <summary>How many <paramref name="to"/> one <paramref name="from"/> is; null when there is no way between them.</summary>
    public Ratio? Find(Guid from, Guid to)
    {
        if (from == to) return Ratio.One;
        return known.TryGetValue(from, out var a) && known.TryGetValue(to, out var b) && a.Group == b.Group
            ? a.ToGroup * b.ToGroup.Inverse
            : null;
    }

    /// <summary>All that can be converted into <paramref name="to"/>, without itself.</summary>
    public IEnumerable<(Guid From, Ratio Ratio)> AllInto(Guid to) =>
        known.TryGetValue(to, out var target)
            ? known.Where(unit => unit.Key != to && unit.Value.Group == target.Group)
                .Select(unit => (unit.Key, unit.Value.ToGroup * target.ToGroup.Inverse))
            : [];

    (Guid Group, Ratio ToGroup) Place(Guid unit)
    {
        if (!known.TryGetValue(unit, out var place)) known[unit] = place = (unit, Ratio.One);
        return place;
    }
}
