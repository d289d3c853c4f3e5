using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

static class CancelWorkOrder
{
    /// <summary>Calls an order off: nothing is held for it any more, and what was issued goes back into stock. Once something was made it can only be closed.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.AskAsync(id, WorkOrder.Cancelling, http, db, time, order => order.Status == WorkOrder.Cancelled,
            order => Task.FromResult(order.BeginEnd(WorkOrder.Cancelling, scrapsWip: false, Step.Of(http, time, body.Value))), ct);
}
