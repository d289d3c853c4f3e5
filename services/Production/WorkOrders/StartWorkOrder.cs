using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class StartWorkOrder
{
    /// <summary>Notes that work has begun. It also begins by itself, when something is issued or made.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.RunAsync(id, "started", http, db, time, order => order.Status == WorkOrder.InProgress, order =>
        {
            order.Begin(Step.Of(http, time, body.Value));
            return Task.CompletedTask;
        }, ct);
}
