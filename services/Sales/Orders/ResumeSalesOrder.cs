using Atlas.Sales.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

static class ResumeSalesOrder
{
    /// <summary>Goes on with an order that is on hold, where it was.</summary>
    public static Task<IResult> Handle(Guid id, Body<ActionRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Resume, http, db, time, async order =>
        {
            _ = body.Value;
            order.Resume((await db.SettingsAsync(time, ct)).ClosesAt(time.GetUtcNow()));
            return null;
        }, ct);
}
