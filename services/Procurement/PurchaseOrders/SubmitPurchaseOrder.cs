using Atlas.Procurement.Settings;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

static class SubmitPurchaseOrder
{
    /// <summary>
    /// Hands in a draft for approval. It needs lines, active items and an active supplier. Where the tenant's rule allows its total, it is
    /// approved at once.
    /// </summary>
    public static Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakePurchaseOrderAction.RunAsync(id, "submitted", http, db, time,
            order => order.Status == PurchaseOrder.PendingApproval || order is { Status: PurchaseOrder.Approved, IsApprovedByRule: true },
            async order =>
            {
                order.Check("submit");
                await CheckAsync(db, order, ct);
                var settings = await db.SettingsAsync(time, ct);
                order.Submit(Step.Of(http, time, body.Value), isWithinRule: order.Total <= settings.AutoApproveUpTo);
            }, ct);

    /// <summary>Refuses what cannot be ordered as it is.</summary>
    public static async Task CheckAsync(ProcurementDb db, PurchaseOrder order, CancellationToken ct)
    {
        if (order.Lines.Count == 0) throw new BrokenRuleException("no_lines", "There is nothing to order: add a line.");
        var supplier = await PurchaseOrderRules.SupplierAsync(db, order.SupplierId, ct);
        if (supplier.Status != Supplier.Active)
            throw new BrokenRuleException("supplier_inactive", $"Supplier {supplier.Code} is {supplier.Status}: nothing new is ordered there.");
        await Items.ActiveItems.CheckAsync(db, order.InOrder.Select(line => (line.LineNo, line.ItemId)), ct);
    }
}
