using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using MassTransit;

namespace Atlas.Production.WorkOrders;

/// <summary>Inventory has answered what a work order asked: the order follows, and the request that waits hears so.</summary>
static class Settled
{
    /// <summary>What has happened when an action is done, for the event.</summary>
    public static string What(string action) => action switch
    {
        WorkOrder.Releasing => "released",
        WorkOrder.Issuing => "issued",
        WorkOrder.Completing => "output_reported",
        WorkOrder.Reversing => "output_reversed",
        WorkOrder.Cancelling => "cancelled",
        WorkOrder.Closing => "closed",
        _ => throw new ArgumentException($"'{action}' asks nothing of Inventory.", nameof(action)),
    };

    /// <summary>Locks the order and lets it follow, unless this is no answer that it waits for.</summary>
    /// <param name="follow">Lets the order follow; says what else to ask.</param>
    public static async Task SettleAsync(
        this ProductionDb db, string workOrderId, int actionNo, bool isAccepted, string? code, string? message, Func<WorkOrder, object?> follow,
        TimeProvider time, CancellationToken ct)
    {
        if (!Guid.TryParse(workOrderId, out var id) || await db.LockWorkOrderAsync(id, ct) is not { } order || !order.Awaits(actionNo)) return;
        var (action, next) = (order.Pending!.Action, (object?)null);
        if (isAccepted) next = follow(order);
        else order.Refuse(code!, message!);
        order.Touch(time.GetUtcNow());
        if (next is not null) db.Publish(next, $"{order.Id}", order.Version);
        if (order.Pending is null) db.Announce(order, isAccepted ? What(action) : $"{action}_refused");
        await db.SaveChangesAsync(ct);
        if (order.Pending is not null) return; // One more answer is waited for.
        await ChangeSignals.SignalAsync(db, WorkOrder.SignalOf(id), ct);
    }
}

/// <summary>Stock is held for a release, or is not.</summary>
sealed class SettleRelease(ProductionDb db, TimeProvider time) : IConsumer<StockReserved>
{
    public Task Consume(ConsumeContext<StockReserved> context) => context.Message is { DemandType: WorkOrder.DemandOfInventory } told
        ? db.SettleAsync(told.DemandId, told.ActionNo, told.IsAccepted, told.Code, told.Message, order => { order.Settle(told); return null; }, time, context.CancellationToken)
        : Task.CompletedTask;
}

/// <summary>What was held for an order that ends is given up.</summary>
sealed class SettleEnd(ProductionDb db, TimeProvider time) : IConsumer<StockReleased>
{
    public Task Consume(ConsumeContext<StockReleased> context) => context.Message is { DemandType: WorkOrder.DemandOfInventory } told
        ? db.SettleAsync(told.DemandId, told.ActionNo, true, null, null, order => { order.Settle(told); return null; }, time, context.CancellationToken)
        : Task.CompletedTask;
}

/// <summary>Components or output are posted, or are not.</summary>
sealed class SettlePosting(ProductionDb db, TimeProvider time) : IConsumer<ProductionPosted>
{
    public Task Consume(ConsumeContext<ProductionPosted> context)
    {
        var told = context.Message;
        return db.SettleAsync(told.WorkOrderId, told.ActionNo, told.IsAccepted, told.Code, told.Message, order => order.Settle(told), time, context.CancellationToken);
    }
}

/// <summary>Output is reversed, or is not.</summary>
sealed class SettleReversal(ProductionDb db, TimeProvider time) : IConsumer<ProductionReversed>
{
    public Task Consume(ConsumeContext<ProductionReversed> context)
    {
        var told = context.Message;
        return db.SettleAsync(
            told.WorkOrderId, told.ActionNo, told.IsAccepted, told.Code, told.Message, order => { order.Settle(told); return null; }, time, context.CancellationToken);
    }
}
