namespace Atlas.Inventory.Costing;

/// <summary>A line between an item's stock and the outside: supplier, customer, adjustment, production or scrap.</summary>
/// <param name="At">When it took effect. Events happen in this order, and then in that of posting.</param>
/// <param name="LocationId">The outside.</param>
/// <param name="Qty">Into the stock; below zero, out of it.</param>
/// <param name="Value">What the line says it was worth, with the sign of the quantity.</param>
/// <param name="Corrected">What has been added since, because something earlier became known later.</param>
/// <param name="ReversesSeq">The transaction that it reverses, line by line; null when none.</param>
/// <param name="ReversedTotal">What the reversed line is worth by now, with its sign, where that left the stock.</param>
sealed record CostEvent(
    long LedgerSeq, int LineNo, DateTimeOffset At, Guid LocationId, string LocationType, decimal Qty, decimal Value, decimal Corrected, long? ReversesSeq,
    decimal? ReversedTotal = null)
{
    public decimal Total => Value + Corrected;

    /// <summary>True when its value is given, and not a consequence of what lay there.</summary>
    public bool IsGiven => Qty > 0 || ReversesSeq is not null;
}

/// <summary>More layers are needed than were loaded. Nothing is wrong: with all of them loaded it works.</summary>
sealed class TooFewLayersException() : Exception("More cost layers are needed than were loaded.");
