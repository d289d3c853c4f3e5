using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>A change to an order that is open.</summary>
/// <param name="RequestedShipDate">Unchanged when absent, as <paramref name="PromisedDate"/>.</param>
/// <param name="Lines">The lines from now on, as when a draft is changed: those named by <c>id</c> stay the same lines.</param>
public sealed record AmendSalesOrderRequest(
    string? Reason, DateOnly? RequestedShipDate, DateOnly? PromisedDate, IReadOnlyList<SalesOrderLineRequest> Lines) : IReadable<AmendSalesOrderRequest>
{
    public static AmendSalesOrderRequest Read(Fields fields) => new(
        fields.OptionalText("reason", 500), fields.OptionalDate("requestedShipDate"), fields.OptionalDate("promisedDate"), SalesOrderLineRequest.List(fields));
}

static class AmendSalesOrder
{
    /// <summary>
    /// Changes an order that is open and of which nothing has left. What that needs more or less of stock is reserved or given up in one decision;
    /// lines that stay as they are keep what they hold, and their place among those who wait.
    /// </summary>
    public static Task<IResult> Handle(Guid id, Body<AmendSalesOrderRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Amend, http, db, time, async order =>
        {
            var request = body.Value;
            order.Check("amend");
            var lines = await LineIntake.ReadAsync(db, order, request.Lines, time.GetUtcNow(), ct);
            await LineIntake.CheckAsync(db, order, [.. lines.Index().Select(line => (line.Index + 1, line.Item.ItemId, line.Item.FacilityId))], ct);
            return order.BeginAmendment(
                Step.Of(http, time, new ActionRequest(request.Reason, null)), new Amendment(lines, request.RequestedShipDate, request.PromisedDate));
        }, ct);
}
