using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

static class LockedPurchaseOrder
{
    /// <summary>
    /// Locks an order first and reads it with its lines afterwards: receipts and actions on one order come side by side, and each must see
    /// what the last one did. Null when there is none.
    /// </summary>
    public static async Task<PurchaseOrder?> LockPurchaseOrderAsync(this ProcurementDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from purchase_orders where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.PurchaseOrders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, ct);
    }
}
