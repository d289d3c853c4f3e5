using Atlas.Inventory.Ledger;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>How to approve.</summary>
/// <param name="Hold">Reserves the stock where it leaves, so that nobody else takes it before it is shipped.</param>
public sealed record ApproveTransferRequest(bool Hold) : IReadable<ApproveTransferRequest>
{
    public static bool MayBeAbsent => true;

    public static ApproveTransferRequest Read(Fields fields) => new(fields.Boolean("hold", false));
}

static class ApproveTransfer
{
    /// <summary>
    /// Approves a draft, which cannot be changed from then on. With <c>hold</c> its stock is reserved, all or nothing. Approving what is
    /// approved is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid transferId, HttpContext http, Body<ApproveTransferRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, TransferCommand.For(http, transferId, "approved", t => t.Status == Transfer.Approved, (book, transfer) =>
        {
            transfer.Approve(book.Now, actor);
            if (!request.Hold) return null;
            foreach (var line in transfer.Lines)
            {
                var pool = new Pool(line.ItemId, transfer.FromFacilityId, line.FromLocationId ?? Guid.Empty, line.LotId ?? Guid.Empty);
                var held = Holding.Hold(book, pool, line.Qty, Transfer.SourceType, $"{transfer.Id}", $"{line.Id}", actor);
                Holding.Announce(book, held, "created");
            }

            return null;
        }));
    }
}
