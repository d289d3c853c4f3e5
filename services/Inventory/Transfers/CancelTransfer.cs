using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>Why nothing is to go.</summary>
public sealed record CancelTransferRequest(string? Reason) : IReadable<CancelTransferRequest>
{
    public static bool MayBeAbsent => true;

    public static CancelTransferRequest Read(Fields fields) => new(fields.OptionalText("reason", 500));
}

static class CancelTransfer
{
    /// <summary>
    /// Cancels a transfer of which nothing has left, and gives up what is held for it. What is in transit is shipped back by another
    /// transfer instead. Cancelling what is cancelled is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid transferId, HttpContext http, Body<CancelTransferRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, TransferCommand.For(http, transferId, "cancelled", t => t.Status == Transfer.Cancelled, (book, transfer) =>
        {
            transfer.Cancel(request.Reason, book.Now, actor);
            Holding.GiveUpFor(book, Transfer.SourceType, $"{transfer.Id}", cancels: true, request.Reason);
            return null;
        }));
    }
}
