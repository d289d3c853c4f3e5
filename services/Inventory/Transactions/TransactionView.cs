using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;

namespace Atlas.Inventory.Transactions;

/// <summary>What happened to stock. It never changes; a mistake is corrected by a reversal.</summary>
/// <param name="TransactionNo">For example <c>TX-00000042</c>.</param>
/// <param name="Type">For example <c>adjustment</c>, <c>receipt</c>, <c>shipment</c>, <c>status_change</c>, <c>move</c>, <c>reversal</c>.</param>
/// <param name="EffectiveAt">When it happened.</param>
/// <param name="PostedAt">When it became known here.</param>
/// <param name="LedgerSeq">Gap-free, in the order of posting.</param>
/// <param name="Hash">Covers this transaction, its lines and the hash of the one before.</param>
/// <param name="Lines">All lines; null in lists.</param>
public sealed record TransactionView(
    Guid Id, string TransactionNo, string Type, string? SourceType, string? SourceId, string? SourceNo, DateTimeOffset EffectiveAt,
    DateTimeOffset PostedAt, long LedgerSeq, string? Reason, string? ReasonCode, string? Reference, Guid? ReversesTransactionId,
    Guid? ReversedByTransactionId, string Hash, int LineCount, string CreatedBy, DateTimeOffset CreatedAt, long Version,
    IReadOnlyList<TransactionLineView>? Lines)
{
    internal static TransactionView From(LedgerTransaction t, Guid? reversedBy, IReadOnlyList<TransactionLineView>? lines) => new(
        t.Id, t.TransactionNo, t.Type, t.SourceType, t.SourceId, t.SourceNo, t.EffectiveAt, t.PostedAt, t.LedgerSeq, t.Reason, t.ReasonCode,
        t.Reference, t.ReversesTransactionId, reversedBy, Convert.ToHexStringLower(t.Hash), t.LineCount, t.CreatedBy, t.PostedAt, 1, lines);

    /// <summary>As it was just posted.</summary>
    internal static TransactionView From(Book book, (LedgerTransaction Transaction, List<LedgerLine> Lines) posted) => From(
        posted.Transaction, null, [.. posted.Lines.Select(line => TransactionLineView.From(line, book.Items[line.ItemId].Item.ItemNo,
            book.Lots.TryGetValue(line.LotId, out var lot) ? lot.LotNo : null))]);
}

/// <summary>One side of a movement. The lines of a transaction add up to zero per item.</summary>
/// <param name="FacilityId">Null on the virtual side.</param>
/// <param name="LocationType"><c>internal</c>, or what stands for the outside: <c>supplier</c>, <c>customer</c>, <c>adjustment</c>,
/// <c>production</c>, <c>scrap</c>, <c>in_transit</c>.</param>
/// <param name="Qty">In the item's base unit; below zero it leaves.</param>
/// <param name="EnteredQty">As it was entered, in the unit it was entered in.</param>
/// <param name="UnitCost">Per base unit; null where there is no quantity.</param>
/// <param name="Value">In whole minor units, with the sign of the quantity; per item all lines add up to zero.</param>
/// <param name="IsZeroCost">True where stock has come in that is worth nothing: was its cost forgotten?</param>
/// <param name="EffectiveAt">That of the transaction, or of the line whose value is corrected.</param>
/// <param name="CorrectsLedgerSeq">With <paramref name="CorrectsLineNo"/>, the line whose value this one adds to; null when none.</param>
public sealed record TransactionLineView(
    int LineNo, Guid ItemId, string? ItemNo, Guid? FacilityId, Guid LocationId, string LocationType, Guid? LotId, string? LotNo, string? SerialNo,
    Guid StatusId, string StatusCode, decimal Qty, decimal EnteredQty, Guid EnteredUomId, decimal? UnitCost, decimal? Value, string? Currency,
    bool IsZeroCost, DateTimeOffset EffectiveAt, long? CorrectsLedgerSeq, int? CorrectsLineNo)
{
    internal static TransactionLineView From(LedgerLine l, string? itemNo, string? lotNo) => new(
        l.LineNo, l.ItemId, itemNo, l.FacilityId, l.LocationId, l.LocationType, l.LotId == Guid.Empty ? null : l.LotId, lotNo,
        l.SerialNo.Length == 0 ? null : l.SerialNo, l.StatusId, StockStatus.Of(l.StatusId).Code, l.Qty, l.EnteredQty, l.EnteredUomId,
        l.UnitCost, l.Value, l.Currency, l is { IsInternal: true, Qty: > 0, Value: 0 }, l.EffectiveAt, l.CorrectsSeq, l.CorrectsLineNo);
}
