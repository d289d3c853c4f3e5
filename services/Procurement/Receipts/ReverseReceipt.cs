using Atlas.Persistence.Idempotency;
using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

static class ReverseReceipt
{
    /// <summary>Takes a receipt back: the ledger gets the exact mirror of its transaction, and the order is open again by as much.</summary>
    /// <remarks>
    /// 409 with Inventory's reason when it is not possible, for example because the goods are no longer there; 202 with <c>reversing</c> when
    /// Inventory needs longer than 3 seconds.
    /// </remarks>
    public static async Task<IResult> Handle(
        Guid receiptId, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockReceiptAsync($"{receiptId}", ct) is not var (_, receipt)) return Error.NotFound("Receipt", $"{receiptId}");
        http.CheckIfMatch(receipt.Version);
        if (receipt.Status is Receipt.Reversed or Receipt.Reversing) return Answer(db, receipt);

        Approvals.CheckReason(await db.SettingsAsync(time, ct), body.Value);
        receipt.BeginReversal(Step.Of(http, time, body.Value));
        db.Publish(
            new Contracts.Inventory.ReverseReceipt(receipt.Id.ToString(), receipt.ReversalNo, receipt.TransactionId!.Value, body.Value.Reason, receipt.Reversal!.By),
            receipt.Id.ToString(), receipt.Version);
        await db.SaveChangesAsync(ct);
        return Caller.WantsDryRun(http) ? Reply.Accepted(ReceiptView.From(receipt)) : Answer(db, receipt);
    }

    static Settling Answer(ProcurementDb db, Receipt receipt) => new(
        Receipt.SignalOf(receipt.Id), Reply.Accepted(ReceiptView.From(receipt)),
        async ct =>
        {
            var settled = await db.Receipts.Include(r => r.Lines).FirstAsync(r => r.Id == receipt.Id, ct);
            return settled.Status switch
            {
                Receipt.Reversing => null,
                Receipt.Reversed => Reply.Ok(ReceiptView.From(settled)),
                _ => Error.Conflict(settled.ErrorCode!, settled.ErrorMessage!),
            };
        });
}
