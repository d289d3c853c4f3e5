using Atlas.Inventory.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

/// <summary>Lays transfers on the book, with everything that shipping and receiving them needs.</summary>
static class TransferDesk
{
    /// <summary>What actions change of a transfer that is there.</summary>
    public const string OnConflict = """
        on conflict (tenant_id, id) do update set status = excluded.status, carrier = excluded.carrier, tracking_no = excluded.tracking_no,
            reason = excluded.reason, approved_at = excluded.approved_at, approved_by = excluded.approved_by, shipped_at = excluded.shipped_at,
            shipped_by = excluded.shipped_by, received_at = excluded.received_at, received_by = excluded.received_by, closed_at = excluded.closed_at,
            closed_by = excluded.closed_by, cancelled_at = excluded.cancelled_at, cancelled_by = excluded.cancelled_by,
            updated_at = excluded.updated_at, version = excluded.version
        """;

    public static async Task LoadAsync(InventoryDb db, Book book, Wanted wanted, CancellationToken ct)
    {
        // Drafts are changed without the ledger's lock, so their rows are locked too; in the order of keys, and nobody waits for the
        // ledger while holding one.
        var ids = wanted.Transfers.ToArray();
        await db.Database.ExecuteSqlAsync($"select from transfers where tenant_id = {db.CurrentTenant} and id = any({ids}) order by id for update", ct);
        foreach (var transfer in await db.Transfers.Whole().Where(t => ids.Contains(t.Id)).ToListAsync(ct))
        {
            book.Transfers.Put(transfer.Id, transfer);
            wanted.Facilities.Add(transfer.FromFacilityId);
            wanted.Facilities.Add(transfer.ToFacilityId);
            wanted.Items.UnionWith(transfer.Lines.Select(l => l.ItemId));
            wanted.Locations.UnionWith(transfer.Lines.SelectMany(l => new[] { l.FromLocationId, l.ToLocationId }).OfType<Guid>());
            wanted.Lots.UnionWith(transfer.Lines.Select(l => l.LotId).OfType<Guid>());
            wanted.Lots.UnionWith(transfer.Movements.Select(m => m.LotId).Where(id => id != Guid.Empty)); // Nothing of it may be on hand.
        }
    }
}
