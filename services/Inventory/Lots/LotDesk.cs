using Atlas.Inventory.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Lots;

/// <summary>Lays lots on the book that are about to change.</summary>
static class LotDesk
{
    /// <summary>What changing a lot writes.</summary>
    public const string OnConflict = """
        on conflict (tenant_id, id) do update set status = excluded.status, supplier_lot_no = excluded.supplier_lot_no, manufactured_at = excluded.manufactured_at,
            expiry_date = excluded.expiry_date, attributes = excluded.attributes, external_id = excluded.external_id, metadata = excluded.metadata,
            updated_at = excluded.updated_at, version = excluded.version
        """;

    public static async Task LoadAsync(InventoryDb db, Book book, Wanted wanted, CancellationToken ct)
    {
        foreach (var lot in await db.Lots.Where(l => wanted.ChangingLots.Contains(l.Id)).ToListAsync(ct))
        {
            book.ChangingLots.Put(lot.Id, lot);
            wanted.Items.Add(lot.ItemId);
            wanted.Lots.Add(lot.Id);
        }

        if (wanted.LotExternalIds.Count == 0) return;
        foreach (var taken in await db.Lots.Where(l => wanted.LotExternalIds.Contains(l.ExternalId!)).Select(l => new { l.ExternalId, l.Id }).ToListAsync(ct))
            book.LotsByExternalId[taken.ExternalId!] = taken.Id;
    }
}
