using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;

namespace Atlas.Inventory.Counts;

/// <summary>
/// A posted count is something that was seen: so much was there at that time. What is posted later and takes effect before cannot change
/// that. So it is corrected where the count was posted, by as much, and the stock stays what was counted plus what has moved since.
/// </summary>
/// <param name="CountedAt">When somebody looked.</param>
/// <param name="PostedAt">When the count took effect in the ledger.</param>
/// <param name="PostedSeq">The transaction of the count; 0 when nothing differed.</param>
sealed record Observation(StockKey Key, DateTimeOffset CountedAt, DateTimeOffset PostedAt, long PostedSeq, Guid SessionId, string SessionNo)
{
    /// <summary>What to post because a transaction took effect before counts of the same stock; usually nothing.</summary>
    public static IReadOnlyList<Draft> Corrections(Book book, LedgerTransaction transaction, IReadOnlyList<(LedgerLine Line, decimal Delta)> changes)
    {
        if (transaction.EffectiveAt >= book.Now || book.Observations.Count == 0) return [];
        // The first count after it: from then on the stock is known, and nothing changes for those after that.
        var seen = from change in changes
                   where change.Delta != 0
                   let first = book.Observations.Where(o => o.Key == change.Line.Key && o.CountedAt > transaction.EffectiveAt).MinBy(o => o.CountedAt)
                   where first is not null
                   group change by (first.SessionId, first.SessionNo, first.PostedAt);
        var corrections = new List<Draft>();
        foreach (var session in seen)
        {
            var draft = new Draft
            {
                Type = "count", Actor = transaction.CreatedBy, EffectiveAt = session.Key.PostedAt, SourceType = CountSession.SourceType,
                SourceId = $"{session.Key.SessionId}", SourceNo = session.Key.SessionNo, Reference = transaction.TransactionNo,
                Reason = $"{transaction.TransactionNo} took effect before {session.Key.SessionNo} was counted",
            };
            foreach (var (line, delta) in session)
                draft.Move(new DraftLine(line.ItemId, line.FacilityId, line.LocationId, VirtualLocation.Internal, line.LotId, line.SerialNo,
                    StockStatus.Of(line.StatusId), -delta, -delta, book.Items[line.ItemId].Item.BaseUomId), VirtualLocation.Adjustment);
            corrections.Add(draft);
        }

        return corrections;
    }
}
