using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class LockedBom
{
    const int GraphLock = 4730;

    /// <summary>Locks a version first and reads it with its components afterwards. Null when there is none.</summary>
    public static async Task<Bom?> LockBomAsync(this ProductionDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from boms where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        return await db.Boms.Include(b => b.Components).FirstOrDefaultAsync(b => b.Id == id, ct);
    }

    /// <summary>
    /// Lets only one at a time decide what holds in this tenant, until its transaction ends: two that are activated side by side could make
    /// a circle that neither sees, or both hold.
    /// </summary>
    public static Task LockBomGraphAsync(this ProductionDb db, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({db.CurrentTenant}, {GraphLock}))", ct);

    /// <summary>Locks all versions of an item, in one order, and reads those that are active.</summary>
    public static async Task<List<Bom>> LockActiveBomsAsync(this ProductionDb db, Guid itemId, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from boms where tenant_id = {db.CurrentTenant} and item_id = {itemId} order by id for update", ct);
        return await db.Boms.Include(b => b.Components).Where(b => b.ItemId == itemId && b.Status == Bom.Active).ToListAsync(ct);
    }

    /// <summary>Keeps a version from being archived until the transaction ends, and reads it. Null when there is none.</summary>
    public static async Task<Bom?> UseBomAsync(this ProductionDb db, Guid id, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from boms where tenant_id = {db.CurrentTenant} and id = {id} for share", ct);
        return await db.Boms.Include(b => b.Components).FirstOrDefaultAsync(b => b.Id == id, ct);
    }
}
