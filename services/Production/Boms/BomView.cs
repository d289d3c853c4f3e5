namespace Atlas.Production.Boms;

/// <summary>One version of what an item is made of.</summary>
/// <param name="BomNo">For example <c>BOM-000042</c>; the same for all versions that come from one another.</param>
/// <param name="Revision">As the client calls it.</param>
/// <param name="OutputQty">How much the components make, in <c>outputUomCode</c>.</param>
/// <param name="Status"><c>draft</c>, <c>active</c>, <c>superseded</c> or <c>archived</c>. Of an item at most one holds on any day.</param>
/// <param name="EffectiveFrom">The first day on which it holds; always when null.</param>
/// <param name="EffectiveTo">The last day on which it holds; for ever when null.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record BomView(
    Guid Id, string BomNo, int VersionNo, Guid ItemId, string ItemNo, string? Revision, decimal OutputQty, Guid OutputUomId, string OutputUomCode,
    string Status, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string? Notes, IReadOnlyList<BomComponentView> Components,
    IReadOnlyList<ByProductView> ByProducts, DateTimeOffset? ActivatedAt, string? ActivatedBy, DateTimeOffset? ArchivedAt, string? ArchivedBy,
    IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static BomView From(Bom b) => new(
        b.Id, b.BomNo, b.VersionNo, b.ItemId, b.ItemNo, b.Revision, b.OutputQty, b.OutputUomId, b.OutputUomCode, b.Status, b.EffectiveFrom, b.EffectiveTo,
        b.Notes, [.. b.InOrder.Select(BomComponentView.From)],
        [.. b.ByProducts.Select(p => new ByProductView(p.ItemId, p.Qty, p.UomId, p.UomCode, p.CostSharePct))], b.Activation?.At, b.Activation?.By,
        b.Archival?.At, b.Archival?.By, b.AllowedActions, b.CreatedBy, b.CreatedAt, b.UpdatedAt, b.Version);
}

/// <summary>What is used of one item.</summary>
/// <param name="ScrapPct">How much more is used than what goes in, in percent.</param>
/// <param name="IsPhantom">It is never made by itself: its own components take its place.</param>
/// <param name="IssueMethod"><c>backflush</c>: used when output is reported. <c>manual</c>: only what was issued by hand is used.</param>
/// <param name="LocationId">Where it is taken from.</param>
public sealed record BomComponentView(
    Guid Id, int LineNo, Guid ItemId, string ItemNo, decimal Qty, Guid UomId, string UomCode, decimal ScrapPct, bool IsPhantom, string IssueMethod,
    Guid? LocationId, int? OperationSeq, string? Notes)
{
    internal static BomComponentView From(BomComponent c) => new(
        c.Id, c.LineNo, c.ItemId, c.ItemNo, c.Qty, c.UomId, c.UomCode, c.ScrapPct, c.IsPhantom, c.IssueMethod, c.LocationId, c.OperationSeq, c.Notes);
}

/// <summary>What comes into being besides.</summary>
/// <param name="CostSharePct">How many per cent of all costs it bears.</param>
public sealed record ByProductView(Guid ItemId, decimal Qty, Guid UomId, string UomCode, decimal CostSharePct);
