using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

static class GetTransfer
{
    /// <summary>Reads one transfer with its lines, shipments and receipts.</summary>
    public static async Task<IResult> Handle(Guid transferId, HttpContext http, InventoryDb db, CancellationToken ct)
    {
        var transfer = await db.Transfers.Whole().FirstOrDefaultAsync(t => t.Id == transferId, ct);
        if (transfer is null) return Error.NotFound("Transfer", $"{transferId}");
        http.SetETag(transfer.Version);
        return Reply.Ok(TransferView.From(transfer));
    }
}
