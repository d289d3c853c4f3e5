using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Batches;

static class LockedBatch
{
    /// <summary>
    /// Locks a batch first and reads it afterwards: reports and actions on one batch come side by side, and each must see what the
    /// last one did. Null when there is none.
    /// </summary>
    public static async Task<Batch?> LockBatchAsync(this ProductionDb db, string id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from batches where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.Batches.Include(b => b.Milestones).FirstOrDefaultAsync(b => b.Id == id, ct);
    }
}
