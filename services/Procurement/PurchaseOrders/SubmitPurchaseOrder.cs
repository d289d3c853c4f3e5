using Atlas.Procurement.Settings;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

static class SubmitPurchaseOrder
{
    /// <summary>
    /// Hands in a draft for approval. It needs lines, active items and an active supplier, and quantities that the supplier's price list allows
    /// (409 <c>qty_not_sold</c> names those next to it). Where the tenant's rule allows its total, it is approved at once.
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
                order.Submit(Step.Of(http, time, body.Value), isWithinRule: settings.ApprovesAtOnce(order.Total, order.Currency));
            }, ct);

    /// <summary>Refuses what cannot be ordered as it is.</summary>
    public static async Task CheckAsync(ProcurementDb db, PurchaseOrder order, CancellationToken ct)
    {
        if (order.Lines.Count == 0) throw new BrokenRuleException("no_lines", "There is nothing to order: add a line.");
        var supplier = await PurchaseOrderRules.SupplierAsync(db, order.SupplierId, ct);
        if (supplier.Status != Supplier.Active)
            throw new BrokenRuleException("supplier_inactive", $"Supplier {supplier.Code} is {supplier.Status}: nothing new is ordered there.");
        await Items.ActiveItems.CheckAsync(db, order.InOrder.Select(line => (line.LineNo, line.ItemId)), ct);
        await CheckQuantitiesAsync(db, order, ct);
    }

    // What the supplier's price list says of the least quantity, and of multiples.
    static async Task CheckQuantitiesAsync(ProcurementDb db, PurchaseOrder order, CancellationToken ct)
    {
        var itemIds = order.Lines.Select(line => line.ItemId).ToList();
        var sold = await db.SupplierItems.Where(s => s.SupplierId == order.SupplierId && itemIds.Contains(s.ItemId)).ToListAsync(ct);
        var wrong = new List<ErrorDetail>();
        foreach (var line in order.InOrder)
        {
            if (sold.Find(s => s.ItemId == line.ItemId && s.UomId == line.UomId && s.IsValidOn(order.OrderDate)) is not { } terms) continue;
            var (lower, higher) = (terms.LastAllowed(line.Qty), terms.NextAllowed(line.Qty));
            if (higher == line.Qty) continue;
            wrong.Add(new ErrorDetail($"lines[{line.LineNo - 1}].qty", "qty_not_sold",
                $"must be {(lower is null ? "" : $"{lower:0.######} or ")}{higher:0.######} {line.UomCode}, not {line.Qty:0.######}", new Dictionary<string, object?>
                {
                    ["lineId"] = line.Id, ["qty"] = line.Qty, ["lower"] = lower, ["higher"] = higher, ["minOrderQty"] = terms.MinOrderQty, ["multipleOf"] = terms.MultipleOf,
                }));
        }

        if (wrong.Count > 0) throw new BrokenRuleException("qty_not_sold", "The supplier does not sell these quantities.", [.. wrong]);
    }
}
