using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class HoldWorkOrder
{
    /// <summary>Stops an order for a while. What is held for it stays held.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.RunAsync(id, "held", http, db, time, order => order.Status == WorkOrder.OnHold, order =>
        {
            order.Pause(Step.Of(http, time, body.Value));
            return Task.CompletedTask;
        }, ct);
}
