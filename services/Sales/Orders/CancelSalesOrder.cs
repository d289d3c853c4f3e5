using Atlas.Sales.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

static class CancelSalesOrder
{
    /// <summary>Calls an order off and gives back all that is held for it. Once goods were shipped it can only be closed.</summary>
    public static Task<IResult> Handle(Guid id, Body<ActionRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Cancel, http, db, time, async order =>
        {
            order.Check("cancel");
            (await db.SettingsAsync(time, ct)).CheckReason(body.Value);
            return order.BeginEnd("cancel", Step.Of(http, time, body.Value));
        }, ct);
}
