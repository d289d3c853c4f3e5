using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>Something that is done with one transfer, by its id.</summary>
/// <param name="id">The transfer.</param>
/// <param name="what">What happened to it, for the event.</param>
/// <param name="isDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
/// <param name="ifMatch">Checks the version that the client names.</param>
/// <param name="act">Does it, and says which transaction it posted.</param>
sealed class TransferCommand(
    Guid id, string what, Func<Transfer, bool> isDone, Action<long>? ifMatch, Func<Book, Transfer, Guid?> act, Action<Wanted>? ask) : LedgerCommand
{
    public static TransferCommand For(
        HttpContext http, Guid id, string what, Func<Transfer, bool> isDone, Func<Book, Transfer, Guid?> act, Action<Wanted>? ask = null)
    {
        // Read now: the group runs outside of the request.
        var versions = http.Request.Headers.IfMatch.ToArray();
        return new TransferCommand(id, what, isDone, versions.Length == 0 ? null : http.CheckIfMatch, act, ask) { Actor = Caller.Of(http).Credential };
    }

    public override void Ask(Wanted wanted)
    {
        wanted.Transfers.Add(id);
        wanted.Demands.Add((Transfer.SourceType, $"{id}")); // What is held for it.
        ask?.Invoke(wanted);
    }

    public override LedgerAnswer Run(Book book)
    {
        if (book.Transfers.Find(id) is not { } found) throw new RefusedException(Error.NotFound("Transfer", $"{id}"));
        ifMatch?.Invoke(found.Version);
        if (isDone(found)) return Answer(found);
        var transfer = book.Change(book.Transfers, id);
        var transactionId = act(book, transfer);
        transfer.UpdatedAt = book.Now;
        transfer.Version++;
        book.Publish(Announcement(transfer, what, transactionId, book.Now), $"{transfer.Id}", transfer.Version);
        return Answer(transfer);
    }

    /// <summary>The message that says what happened.</summary>
    public static TransferChanged Announcement(Transfer t, string what, Guid? transactionId, DateTimeOffset now) => new(
        t.Id, t.TransferNo, what, t.Status, t.FromFacilityId, t.ToFacilityId,
        [.. t.Lines.Select(l => new TransferChangedLine(l.Id, l.LineNo, l.ItemId, l.Qty, t.ShippedQty(l), t.ReceivedQty(l), t.LostQty(l)))],
        transactionId, t.Reason, now, t.Version);

    static LedgerAnswer Answer(Transfer t) => new(200, new Envelope<TransferView>(TransferView.From(t)), null, t.Version);
}
