using Atlas.Contracts.Procurement;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Supplies;

/// <summary>A purchase order changed: what is to come of it is what is open, from its approval until it is closed or cancelled.</summary>
sealed class ExpectPurchaseOrder(InventoryDb db) : IConsumer<PurchaseOrderChanged>
{
    public async Task Consume(ConsumeContext<PurchaseOrderChanged> context)
    {
        var (ct, order) = (context.CancellationToken, context.Message);
        // News of one order that come side by side are taken one after another; the row to lock may not be there yet.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({db.CurrentTenant + order.Id}, 4730))", ct);
        var supply = await db.ExpectedSupplies.Include(s => s.Lines).FirstOrDefaultAsync(s => s.SourceType == ExpectedSupply.PurchaseOrder && s.SourceId == order.Id, ct);
        if (supply is null) db.Add(supply = new ExpectedSupply { SourceType = ExpectedSupply.PurchaseOrder, SourceId = order.Id });
        supply.Follow(order.Version, order.PoNo, !order.IsExpected ? [] : order.Lines.Where(line => line.OpenQty > 0).Select(line => new ExpectedSupplyLine
        {
            LineId = line.Id, ItemId = line.ItemId, FacilityId = order.FacilityId, Qty = line.OpenQty, ExpectedDate = line.ExpectedDate,
        }));
        await db.SaveChangesAsync(ct);
    }
}
