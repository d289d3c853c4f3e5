using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

static class LockedRequisition
{
    /// <summary>Locks a requisition first and reads it with its lines afterwards, so that each action sees what the last one did. Null when there is none.</summary>
    public static async Task<Requisition?> LockRequisitionAsync(this ProcurementDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from requisitions where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.Requisitions.Include(r => r.Lines).FirstOrDefaultAsync(r => r.Id == id, ct);
    }
}
