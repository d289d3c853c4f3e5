using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

static class PostCountSession
{
    const int MaxListed = 50;

    /// <summary>
    /// Posts what differs, in one transaction, so that the books say what was counted plus what has moved since. Posting what is posted is
    /// 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid sessionId, HttpContext http, Body<ActionRequest> body, LedgerWriter ledger)
    {
        _ = body.Value;
        var versions = http.Request.Headers.IfMatch.ToArray(); // Read now: the group runs outside of the request.
        return ledger.RunAsync(http, new Command(sessionId, versions.Length == 0 ? null : http.CheckIfMatch) { Actor = Caller.Of(http).Credential });
    }

    sealed class Command(Guid id, Action<long>? ifMatch) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Counts.Add(id);
            wanted.Sources.Add((CountSession.SourceType, $"{id}"));
        }

        public override LedgerAnswer Run(Book book)
        {
            if (book.Counts.Find(id) is not { } found) throw new RefusedException(Error.NotFound("Count session", $"{id}"));
            ifMatch?.Invoke(found.Version);
            if (found.Status == CountSession.Posted) return Answer(found);
            found.Require("post");
            var session = book.Change(book.Counts, id);
            var counted = session.Lines.Where(line => line.CountedQty is not null).ToList();
            RefuseConflicts(book, session, counted);

            var draft = new Draft
            {
                Type = "count", Actor = Actor, SourceType = CountSession.SourceType, SourceId = $"{id}", SourceNo = session.SessionNo, Action = "post",
                Reason = $"Count {session.SessionNo}",
            };
            foreach (var line in counted)
            {
                line.ExpectedQty += BackdatedQty(book, session, line);
                if (line.VarianceQty is not { } variance || variance == 0) continue;
                draft.Move(new DraftLine(line.ItemId, session.FacilityId, line.LocationId, VirtualLocation.Internal, line.LotId, line.SerialNo,
                    StockStatus.Of(line.StatusId), variance, variance, book.Items[line.ItemId].Item.BaseUomId), VirtualLocation.Adjustment);
            }

            session.Post(draft.Lines.Count == 0 ? null : book.Post(draft), book.Now, Actor);
            foreach (var line in counted)
                book.Add(new Observation(line.Key, line.CountedAt!.Value, book.Now, session.PostedSeq, id, session.SessionNo));
            session.UpdatedAt = book.Now;
            session.Version++;
            book.Publish(OpenedSession.Announcement(session, "posted", book.Now), $"{id}", session.Version);
            return Answer(session);
        }
    }

    // Somebody has counted the same since, or posted an older count after this one: what is known here is out of date.
    static void RefuseConflicts(Book book, CountSession session, IReadOnlyList<CountLine> counted)
    {
        var seen = book.Observations.Where(o => o.SessionId != session.Id).ToLookup(o => o.Key);
        var conflicts = counted.Where(line => session.Sheet!.CountedSince.Contains(line.Id)
            || seen[line.Key].Any(o => o.CountedAt > line.CountedAt || o.PostedSeq > line.CountedSeq)).ToList();
        if (conflicts.Count == 0) return;
        throw new BrokenRuleException("count_conflict", $"{conflicts.Count} of the lines were counted again in another session that is posted.",
            [.. conflicts.Take(MaxListed).Select(line => new ErrorDetail(null, "count_conflict", $"line {line.LineNo} was counted again",
                new Dictionary<string, object?> { ["lineId"] = line.Id, ["itemId"] = line.ItemId, ["locationId"] = line.LocationId }))]);
    }

    // What took effect before it was counted, and was posted after: who counted has seen it.
    static decimal BackdatedQty(Book book, CountSession session, CountLine line) => session.Sheet!.Backdated.GetValueOrDefault(line.Id)
        + book.Posted.Where(p => p.Transaction.EffectiveAt < p.Transaction.PostedAt && p.Transaction.EffectiveAt < line.CountedAt)
            .SelectMany(p => p.Lines).Where(l => l.IsInternal && l.Key == line.Key).Sum(l => l.Qty);

    static LedgerAnswer Answer(CountSession s) =>
        new(200, new Envelope<CountSessionView>(CountSessionView.From(s, s.Lines, s.HidesBooks())), null, s.Version);
}
