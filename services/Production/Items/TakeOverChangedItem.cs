using Atlas.Contracts.Catalog;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Items;

/// <summary>An item was created or changed in Catalog: the copy follows, unless it knows something newer.</summary>
sealed class TakeOverChangedItem(ProductionDb db) : IConsumer<ItemChanged>
{
    public async Task Consume(ConsumeContext<ItemChanged> context)
    {
        var (ct, changed) = (context.CancellationToken, context.Message);
        // News of one item that come side by side are taken one after another; the row to lock may not be there yet.
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({db.CurrentTenant + changed.Id}, 4720))", ct);
        var item = await db.Items.FirstOrDefaultAsync(i => i.Id == changed.Id, ct);
        if (item is null) db.Add(item = new Item { Id = changed.Id });
        item.Follow(changed);
        await db.SaveChangesAsync(ct);
    }
}
