namespace Atlas.Production.Boms;

/// <summary>Which items are made of which.</summary>
static class BomGraph
{
    /// <summary>The way on which an item would be made of itself, from it to it; null when there is none.</summary>
    /// <param name="components">What it is made of.</param>
    /// <param name="madeOf">What the others are made of.</param>
    public static IReadOnlyList<Guid>? CycleOf(Guid itemId, IEnumerable<Guid> components, ILookup<Guid, Guid> madeOf)
    {
        var (cameFrom, left) = (new Dictionary<Guid, Guid>(), new Queue<Guid>());
        foreach (var component in components)
            if (cameFrom.TryAdd(component, itemId)) left.Enqueue(component);
        while (left.TryDequeue(out var next))
        {
            if (next == itemId) return WayTo(itemId, cameFrom);
            foreach (var component in madeOf[next])
                if (cameFrom.TryAdd(component, next)) left.Enqueue(component);
        }

        return null;
    }

    static List<Guid> WayTo(Guid itemId, Dictionary<Guid, Guid> cameFrom)
    {
        var way = new List<Guid> { itemId };
        for (var at = cameFrom[itemId]; at != itemId; at = cameFrom[at]) way.Add(at);
        way.Add(itemId);
        way.Reverse();
        return way;
    }
}
