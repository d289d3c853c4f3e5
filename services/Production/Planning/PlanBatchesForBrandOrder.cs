using Atlas.Contracts.Orders;
using Atlas.Contracts.Production;
using Atlas.Persistence;
using Atlas.Production.Batches;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Planning;

/// <summary>A brand order was received: where the tenant plans automatically, its batches are planned at once.</summary>
sealed class PlanBatchesForBrandOrder(ProductionDb db, ShortIds ids, TimeProvider time) : IConsumer<BrandOrderReceived>
{
    public async Task Consume(ConsumeContext<BrandOrderReceived> context)
    {
        var (order, ct) = (context.Message, context.CancellationToken);
        var now = time.GetUtcNow();
        var rules = await db.PlanningRules.AsNoTracking().FirstOrDefaultAsync(ct) ?? PlanningRules.Usual(now);
        if (!rules.IsAutomatic || await db.Batches.AnyAsync(b => b.OrderId == order.OrderId, ct)) return;

        foreach (var (code, factory, units) in BatchPlan.Split(order, rules))
        {
            var batch = new Batch
            {
                Id = await ids.NextAsync("batch", ct),
                Code = code,
                OrderId = order.OrderId,
                Factory = factory,
                Units = units,
                CreatedAt = now,
                UpdatedAt = now,
            };
            batch.Milestones.AddRange(BatchPlan.Milestones(rules, DateOnly.FromDateTime(now.UtcDateTime), order.ShipBy));
            db.Add(batch);
            db.Publish(new BatchPlanned(batch.Snapshot()), batch.Id, batch.Version);
        }

        await db.SaveChangesAsync(ct);
    }
}
