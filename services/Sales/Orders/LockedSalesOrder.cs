using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

static class LockedSalesOrder
{
    /// <summary>
    /// Locks an order first and reads it with all that belongs to it afterwards: actions on one order and what Inventory says of it come side by
    /// side, and each must see what the last one did. Null when there is none.
    /// </summary>
    public static async Task<SalesOrder?> LockSalesOrderAsync(this SalesDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from sales_orders where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.SalesOrders.Whole().FirstOrDefaultAsync(o => o.Id == id, ct);
    }

    /// <summary>The order that a reservation or a shipment is for; null when there is none.</summary>
    public static async Task<SalesOrder?> LockSalesOrderAsync(this SalesDb db, string demandId, CancellationToken ct) =>
        Guid.TryParse(demandId, out var id) ? await db.LockSalesOrderAsync(id, ct) : null;

    /// <summary>With lines, what is held for them, and shipments.</summary>
    public static IQueryable<SalesOrder> Whole(this IQueryable<SalesOrder> orders) =>
        orders.Include(o => o.Lines).Include(o => o.Holds).Include(o => o.Shipments).ThenInclude(s => s.Lines).AsSplitQuery();
}
