using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>Something that is done with one work order, by its id.</summary>
static class TakeWorkOrderAction
{
    /// <summary>Locks the order, does it, announces it and answers with the order.</summary>
    /// <param name="what">What happened then, for the event: <c>started</c>.</param>
    /// <param name="isDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
    /// <param name="act">Does it, or refuses.</param>
    public static async Task<IResult> RunAsync(
        Guid id, string what, HttpContext http, ProductionDb db, TimeProvider time, Func<WorkOrder, bool> isDone, Func<WorkOrder, Task> act, CancellationToken ct)
    {
        if (await db.LockWorkOrderAsync(id, ct) is not { } order) return Error.NotFound("Work order", $"{id}");
        http.CheckIfMatch(order.Version);
        if (!isDone(order))
        {
            await act(order);
            order.Touch(time.GetUtcNow());
            db.Announce(order, what);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(order.Version);
        return Reply.Ok(WorkOrderView.From(order));
    }

    /// <summary>Locks the order, and asks Inventory for what the action needs; the answer follows from what it says.</summary>
    /// <param name="action">As the order calls it.</param>
    /// <param name="isDone">True where it is done already.</param>
    /// <param name="begin">Says what to ask; null when there is nothing to ask and it is done.</param>
    public static async Task<IResult> AskAsync(
        Guid id, string action, HttpContext http, ProductionDb db, TimeProvider time, Func<WorkOrder, bool> isDone, Func<WorkOrder, Task<object?>> begin,
        CancellationToken ct)
    {
        if (await db.LockWorkOrderAsync(id, ct) is not { } order) return Error.NotFound("Work order", $"{id}");
        http.CheckIfMatch(order.Version);
        if (isDone(order))
        {
            http.SetETag(order.Version);
            return Reply.Ok(WorkOrderView.From(order));
        }

        if (order.Pending?.Action == action && action is WorkOrder.Releasing or WorkOrder.Cancelling or WorkOrder.Closing) return Answer(db, order);
        var command = await begin(order);
        order.Touch(time.GetUtcNow());
        if (command is null) db.Announce(order, Settled.What(action));
        else db.Publish(command, $"{order.Id}", order.Version);
        await db.SaveChangesAsync(ct);
        if (command is not null) return Caller.WantsDryRun(http) ? Reply.Accepted(WorkOrderView.From(order)) : Answer(db, order);
        http.SetETag(order.Version);
        return Reply.Ok(WorkOrderView.From(order));
    }

    static Settling Answer(ProductionDb db, WorkOrder order)
    {
        var no = order.Pending!.No;
        return new(WorkOrder.SignalOf(order.Id), Reply.Accepted(WorkOrderView.From(order)), async ct =>
        {
            var now = await db.WholeWorkOrders().FirstAsync(o => o.Id == order.Id, ct);
            if (now.Pending?.No == no) return null;
            return now.Refusal is { } refusal && refusal.No == no ? Error.Conflict(refusal.Code, refusal.Message) : Reply.Ok(WorkOrderView.From(now));
        });
    }
}
