using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

static class LockedWorkOrder
{
    /// <summary>
    /// Locks an order first and reads all of it afterwards: actions, and what Inventory answers to them, come side by side, and each must see
    /// what the last one did. Null when there is none.
    /// </summary>
    public static async Task<WorkOrder?> LockWorkOrderAsync(this ProductionDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from work_orders where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.WholeWorkOrders().FirstOrDefaultAsync(o => o.Id == id, ct);
    }

    /// <summary>Work orders with what belongs to them.</summary>
    public static IQueryable<WorkOrder> WholeWorkOrders(this ProductionDb db) =>
        db.WorkOrders.Include(o => o.Requirements).Include(o => o.Postings).AsSplitQuery();
}
