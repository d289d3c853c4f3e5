using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

static class GetReceipt
{
    /// <summary>Reads one receipt.</summary>
    public static async Task<IResult> Handle(Guid receiptId, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var receipt = await db.Receipts.Include(r => r.Lines).FirstOrDefaultAsync(r => r.Id == receiptId, ct);
        if (receipt is null) return Error.NotFound("Receipt", $"{receiptId}");
        http.SetETag(receipt.Version);
        return Reply.Ok(ReceiptView.From(receipt));
    }
}
