namespace Atlas.Contracts.Production;

/// <summary>A version of a bill of materials as it is now, and what happened to it.</summary>
/// <param name="What"><c>created</c>, <c>updated</c>, <c>activated</c>, <c>superseded</c> or <c>archived</c>.</param>
/// <param name="Status"><c>draft</c>, <c>active</c>, <c>superseded</c> or <c>archived</c>.</param>
/// <param name="EffectiveFrom">The first day on which it holds; always when null.</param>
/// <param name="EffectiveTo">The last day on which it holds; for ever when null.</param>
public sealed record BomChanged(
    Guid Id, long Version, string What, string BomNo, int VersionNo, Guid ItemId, string? Revision, string Status, DateOnly? EffectiveFrom,
    DateOnly? EffectiveTo, IReadOnlyList<BomComponentSnapshot> Components, DateTimeOffset At);

/// <summary>One component.</summary>
/// <param name="Qty">In the unit <paramref name="UomId"/>.</param>
public sealed record BomComponentSnapshot(int LineNo, Guid ItemId, decimal Qty, Guid UomId, decimal ScrapPct, bool IsPhantom);
