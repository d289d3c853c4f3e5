using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class ResumeWorkOrder
{
    /// <summary>Goes on with an order that was stopped.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.RunAsync(id, "resumed", http, db, time, order => order.Status is WorkOrder.Released or WorkOrder.InProgress, order =>
        {
            _ = body.Value;
            order.Resume();
            return Task.CompletedTask;
        }, ct);
}
