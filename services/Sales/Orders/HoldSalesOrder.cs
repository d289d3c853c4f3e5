using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

static class HoldSalesOrder
{
    /// <summary>Stops an order for now: nothing of it can be shipped. What is reserved for it stays so.</summary>
    public static Task<IResult> Handle(Guid id, Body<ActionRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Hold, http, db, time, order =>
        {
            order.Hold(Step.Of(http, time, body.Value));
            return Task.FromResult<object?>(null);
        }, ct);
}
