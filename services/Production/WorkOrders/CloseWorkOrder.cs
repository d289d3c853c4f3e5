using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

/// <summary>How to close. The body may be absent.</summary>
/// <param name="Wip">What becomes of components that were issued and not used: <c>return</c>, when nothing is said, or <c>scrap</c>.</param>
public sealed record CloseWorkOrderRequest(string Wip, string? Reason, string? Notes) : IReadable<CloseWorkOrderRequest>
{
    internal const string Scrap = "scrap";
    const string Return = "return";

    public static bool MayBeAbsent => true;

    public static CloseWorkOrderRequest Read(Fields fields) => new(
        fields.Choice("wip", [Return, Scrap], Return), fields.OptionalText("reason", 500), fields.OptionalText("notes", 2_000));
}

static class CloseWorkOrder
{
    /// <summary>Closes an order: what remains will not be made, nothing is held for it any more, and nothing of it stays in work.</summary>
    public static Task<IResult> Handle(
        Guid id, Body<CloseWorkOrderRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.AskAsync(id, WorkOrder.Closing, http, db, time, order => order.Status == WorkOrder.Closed, order =>
        {
            var request = body.Value;
            return Task.FromResult(order.BeginEnd(
                WorkOrder.Closing, request.Wip == CloseWorkOrderRequest.Scrap, Step.Of(http, time, new ActionRequest(request.Reason, request.Notes))));
        }, ct);
}
