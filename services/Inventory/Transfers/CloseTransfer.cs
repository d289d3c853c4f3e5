using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Reservations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>Why no more will arrive.</summary>
public sealed record CloseTransferRequest(string Reason, string? ReasonCode) : IReadable<CloseTransferRequest>
{
    public static bool MayBeAbsent => true;

    public static CloseTransferRequest Read(Fields fields) => new(fields.Text("reason", 500), fields.OptionalText("reasonCode", 64));
}

static class CloseTransfer
{
    /// <summary>
    /// Ends a transfer short: what is in transit is posted as lost, what has not left stays where it is and is held no more. Closing what
    /// is closed is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid transferId, HttpContext http, Body<CloseTransferRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, TransferCommand.For(http, transferId, "closed", t => t.Status == Transfer.ClosedShort, (book, transfer) =>
        {
            transfer.Require("close");
            Holding.GiveUpFor(book, Transfer.SourceType, $"{transfer.Id}", cancels: false, request.Reason);
            var lost = transfer.Lines.SelectMany(line => transfer.InTransitOf(line).Select(stock => (line, stock, (Guid?)null))).ToList();
            var posted = lost.Count == 0 ? null : book.Post(Loss(book, transfer, lost.Select(l => (l.line, l.stock)), request, actor)).Transaction;
            transfer.Close(posted is null ? [] : TransferLines.Movements(transfer, TransferMovement.Lose, posted, actor, lost), request.Reason, book.Now, actor);
            return posted?.Id;
        }));
    }

    static Draft Loss(Book book, Transfer transfer, IEnumerable<(TransferLine, TransitStock)> lost, CloseTransferRequest request, string actor)
    {
        var draft = new Draft
        {
            Type = "adjustment", Actor = actor, SourceType = Transfer.SourceType, SourceId = $"{transfer.Id}", SourceNo = transfer.TransferNo,
            Reason = request.Reason, ReasonCode = request.ReasonCode,
        };
        foreach (var (line, stock) in lost)
            draft.Move(new DraftLine(line.ItemId, null, VirtualLocation.InTransit.Id, VirtualLocation.InTransit.Type, stock.LotId, stock.SerialNo,
                StockStatus.Of(stock.StatusId), -stock.Qty, -stock.Qty, book.Items[line.ItemId].Item.BaseUomId), VirtualLocation.Adjustment);
        return draft;
    }
}
