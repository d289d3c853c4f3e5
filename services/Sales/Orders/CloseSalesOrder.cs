using Atlas.Sales.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

static class CloseSalesOrder
{
    /// <summary>Closes an order: what is open will not be shipped any more, and what is held for it is given back.</summary>
    public static Task<IResult> Handle(Guid id, Body<ActionRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Close, http, db, time, async order =>
        {
            order.Check("close");
            if (order.Status != SalesOrder.Shipped) (await db.SettingsAsync(time, ct)).CheckReason(body.Value);
            return order.BeginEnd("close", Step.Of(http, time, body.Value));
        }, ct);
}
