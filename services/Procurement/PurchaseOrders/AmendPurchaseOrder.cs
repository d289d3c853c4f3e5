using Atlas.Procurement.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>A change to an order that is approved or sent.</summary>
/// <param name="Reason">Why; kept with the revision.</param>
/// <param name="ExpectedDate">When all of it is expected; unchanged when absent.</param>
/// <param name="Lines">The lines from now on, as when a draft is changed: those named by <c>id</c> stay the same lines.</param>
public sealed record AmendPurchaseOrderRequest(string? Reason, DateOnly? ExpectedDate, IReadOnlyList<PurchaseOrderLineRequest> Lines)
    : IReadable<AmendPurchaseOrderRequest>
{
    public static AmendPurchaseOrderRequest Read(Fields fields) => new(
        fields.OptionalText("reason", 500), fields.OptionalDate("expectedDate"), PurchaseOrderLineRequest.List(fields));
}

static class AmendPurchaseOrder
{
    /// <summary>
    /// Changes an order that is approved or sent: it gets the next revision and must be approved anew. How it was before stays readable in
    /// <c>earlierRevisions</c>.
    /// </summary>
    public static Task<IResult> Handle(
        Guid id, Body<AmendPurchaseOrderRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "amended", http, db, time, _ => false, async order =>
        {
            var request = body.Value;
            var step = new ActionRequest(request.Reason, null);
            order.Check("amend");
            if (order.Lines.Any(line => line.PendingBaseQty > 0))
                throw new BrokenRuleException("receipt_pending", "A receipt is not settled yet. Try again when it is.");
            Approvals.CheckReason(await db.SettingsAsync(time, ct), step);

            order.BeginAmendment(Step.Of(http, time, step));
            var supplier = await PurchaseOrderRules.SupplierAsync(db, order.SupplierId, ct);
            var intake = await LineIntake.ForAsync(db, supplier, request.Lines.Select(line => line.ItemId), time, ct);
            order.Become(intake.Write(order, request.Lines));
            order.ExpectedDate = request.ExpectedDate ?? order.ExpectedDate;
            order.Sum();
            await SubmitPurchaseOrder.CheckAsync(db, order, ct);
        }, ct);
}
