using Atlas.Contracts.Inventory;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>The ledger has a line about an item: how its stock is counted is fixed from now on.</summary>
sealed class NoteStockOfItem(CatalogDb db, TimeProvider time) : IConsumer<ItemGotStock>
{
    public async Task Consume(ConsumeContext<ItemGotStock> context)
    {
        var (id, ct) = (context.Message.ItemId, context.CancellationToken);
        await db.Database.ExecuteSqlAsync($"select from items where tenant_id = {db.CurrentTenant} and id = {id} for update", ct);
        if (await db.Items.FirstOrDefaultAsync(i => i.Id == id, ct) is { } item && item.NoteStock(time.GetUtcNow()))
            await db.SaveChangesAsync(ct);
    }
}
