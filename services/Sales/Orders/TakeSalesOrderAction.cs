using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>Something that is done with one sales order, by its id.</summary>
/// <param name="Name">The action: <c>open</c>.</param>
/// <param name="What">What happened then, for the event: <c>opened</c>.</param>
/// <param name="IsDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
sealed record SalesOrderAction(string Name, string What, Func<SalesOrder, bool> IsDone)
{
    public static readonly SalesOrderAction Hold = new("hold", "put_on_hold", order => order.Status == SalesOrder.OnHold);
    public static readonly SalesOrderAction Resume = new("resume", "resumed", order => order.Status is SalesOrder.Open or SalesOrder.PartiallyShipped);
    public static readonly SalesOrderAction Open = new("open", "opened", order => order.Status == SalesOrder.Open);
    public static readonly SalesOrderAction Amend = new("amend", "amended", _ => false);
    public static readonly SalesOrderAction Cancel = new("cancel", "cancelled", order => order.Status == SalesOrder.Cancelled);
    public static readonly SalesOrderAction Close = new("close", "closed", order => order.Status == SalesOrder.Closed);

    /// <summary>All that can be pending.</summary>
    public static SalesOrderAction Of(string name) => new[] { Open, Amend, Cancel, Close }.First(action => action.Name == name);
}

static class TakeSalesOrderAction
{
    /// <summary>Locks the order, does it, and answers with the order; where Inventory decides, as soon as it has.</summary>
    /// <param name="act">Does it, or refuses; gives what to ask of Inventory, null when there is nothing.</param>
    public static async Task<IResult> RunAsync(
        Guid id, SalesOrderAction action, HttpContext http, SalesDb db, TimeProvider time, Func<SalesOrder, Task<object?>> act, CancellationToken ct)
    {
        if (await db.LockSalesOrderAsync(id, ct) is not { } order) return Error.NotFound("Sales order", $"{id}");
        http.CheckIfMatch(order.Version);
        // Asked again while it is not settled: the answer is the same for both. An amendment may be another one.
        if (order.Pending?.Action == action.Name && action != SalesOrderAction.Amend) return Answer(db, http, order);
        if (order.Pending is null && action.IsDone(order)) return Now(http, order);

        var command = await act(order);
        order.Touch(time.GetUtcNow());
        if (command is null) db.Announce(order, action.What);
        else db.Publish(command, order.Id.ToString(), order.Version);
        await db.SaveChangesAsync(ct);
        return command is null ? Now(http, order) : Caller.WantsDryRun(http) ? Reply.Accepted(SalesOrderView.From(order)) : Answer(db, http, order);
    }

    static IResult Now(HttpContext http, SalesOrder order)
    {
        http.SetETag(order.Version);
        return Reply.Ok(SalesOrderView.From(order));
    }

    static Settling Answer(SalesDb db, HttpContext http, SalesOrder order)
    {
        var (id, no) = (order.Id, order.Pending!.No);
        return new(SalesOrder.SignalOf(id), Reply.Accepted(SalesOrderView.From(order)), async ct =>
        {
            var settled = (await db.LockSalesOrderAsync(id, ct))!;
            if (settled.Pending?.No == no) return null;
            if (settled.Refusal is not { } refusal || refusal.No != no) return Now(http, settled);
            settled.ForgetRefusal(); // Whoever asked knows now; only what was answered with 202 stays, to be read.
            await db.SaveChangesAsync(ct);
            return Error.Conflict(refusal.Code, refusal.Message, [.. refusal.Shortages.Select(s => Detail(settled, s))]);
        });
    }

    static ErrorDetail Detail(SalesOrder order, Shortage shortage) => new(
        order.Lines.Find(line => line.Id == shortage.LineId) is { } line ? $"lines[{line.LineNo - 1}].qty" : null, "insufficient_stock", "is not available",
        new Dictionary<string, object?>
        {
            ["lineId"] = shortage.LineId, ["itemId"] = shortage.ItemId, ["facilityId"] = shortage.FacilityId, ["requested"] = shortage.RequestedQty,
            ["available"] = shortage.AvailableQty,
        });
}
