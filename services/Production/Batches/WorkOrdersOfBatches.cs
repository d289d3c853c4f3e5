using Atlas.Production.WorkOrders;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Batches;

/// <summary>The work orders behind batches, of those that were not cancelled, in the order in which they were made.</summary>
static class WorkOrdersOfBatches
{
    /// <summary>The batch as an answer.</summary>
    public static async Task<BatchView> ViewAsync(this ProductionDb db, Batch batch, CancellationToken ct) =>
        BatchView.From(batch, await db.WorkOrdersOfAsync([batch.Id], ct));

    public static async Task<ILookup<string, Guid>> WorkOrdersOfAsync(this ProductionDb db, IReadOnlyCollection<string> batchIds, CancellationToken ct)
    {
        var orders = await db.WorkOrders.Where(o => batchIds.Contains(o.BatchId!) && o.Status != WorkOrder.Cancelled).OrderBy(o => o.CreatedAt).ThenBy(o => o.Id)
            .Select(o => new { BatchId = o.BatchId!, o.Id }).ToListAsync(ct);
        return orders.ToLookup(order => order.BatchId, order => order.Id);
    }
}
