using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>What will not come any more. The body may be absent.</summary>
/// <param name="LineIds">Only these lines; the whole order when absent.</param>
public sealed record ClosePurchaseOrderRequest(IReadOnlyList<Guid> LineIds, string? Reason, string? Notes) : IReadable<ClosePurchaseOrderRequest>
{
    public static bool MayBeAbsent => true;

    public static ClosePurchaseOrderRequest Read(Fields fields) => new(
        fields.Ids("lineIds", PurchaseOrderLineRequest.MaxLines), fields.OptionalText("reason", 500), fields.OptionalText("notes", 2_000));
}

static class ClosePurchaseOrder
{
    /// <summary>
    /// Closes an order: what is open will not come any more. With <c>lineIds</c> only those lines are closed short, and the order follows
    /// from all of its lines.
    /// </summary>
    public static Task<IResult> Handle(
        Guid id, Body<ClosePurchaseOrderRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "closed", http, db, time, order => order.Status == PurchaseOrder.Closed || AreDone(order, body.Value), async order =>
        {
            order.Check("close");
            var request = new ActionRequest(body.Value.Reason, body.Value.Notes);
            Approvals.CheckReason(await db.SettingsAsync(time, ct), request);
            order.CloseShort(LinesOf(order, body.Value), Step.Of(http, time, request));
        }, ct);

    static bool AreDone(PurchaseOrder order, ClosePurchaseOrderRequest request) =>
        request.LineIds.Count > 0 && LinesOf(order, request).All(line => line.ClosedShortBaseQty > 0 && line.IsDone);

    static List<PurchaseOrderLine> LinesOf(PurchaseOrder order, ClosePurchaseOrderRequest request)
    {
        if (request.LineIds.Count == 0) return order.Lines;
        if (request.LineIds.Where(id => order.Lines.All(line => line.Id != id)).ToList() is { Count: > 0 } unknown)
            throw new RefusedException(Error.Invalid(new ErrorDetail("lineIds", "invalid_reference", $"{unknown[0]} is not a line of this order")));
        return order.Lines.FindAll(line => request.LineIds.Contains(line.Id));
    }
}
