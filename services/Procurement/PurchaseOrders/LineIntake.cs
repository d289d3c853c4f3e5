using Atlas.Procurement.Items;
using Atlas.Procurement.Settings;
using Atlas.Procurement.SupplierItems;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>Makes lines of a purchase order out of what a client sends: finds items, units and prices, and says all that is wrong at once.</summary>
sealed class LineIntake
{
    readonly Dictionary<Guid, Item> items;
    readonly ILookup<Guid, SupplierItem> supplierItems;
    readonly Supplier supplier;
    readonly ProcurementSettings settings;
    readonly List<ErrorDetail> errors = [];

    LineIntake(Dictionary<Guid, Item> items, ILookup<Guid, SupplierItem> supplierItems, Supplier supplier, ProcurementSettings settings) =>
        (this.items, this.supplierItems, this.supplier, this.settings) = (items, supplierItems, supplier, settings);

    public static async Task<LineIntake> ForAsync(
        ProcurementDb db, Supplier supplier, IEnumerable<Guid> itemIds, TimeProvider time, CancellationToken ct)
    {
        var ids = itemIds.Distinct().ToList();
        var items = await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var supplierItems = await db.SupplierItems.Where(s => s.SupplierId == supplier.Id && ids.Contains(s.ItemId)).ToListAsync(ct);
        return new(items, supplierItems.ToLookup(s => s.ItemId), supplier, await db.SettingsAsync(time, ct));
    }

    /// <summary>The lines of the order from now on. Those that are named by id stay the lines they are.</summary>
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    public List<PurchaseOrderLine> Write(PurchaseOrder order, IReadOnlyList<PurchaseOrderLineRequest> requests)
    {
        var lines = new List<PurchaseOrderLine>();
        foreach (var (request, index) in requests.Select((request, index) => (request, index)))
            if (Line(order, request, index) is { } line) lines.Add(line);
        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        return lines;
    }

    /// <summary>True when the supplier's price list says what so many would cost.</summary>
    public bool HasPrice(PurchaseOrder order, Guid itemId, Guid uomId, decimal qty) => Listed(order, itemId, uomId)?.PriceOf(qty, order.Currency) is not null;

    /// <summary>So many, or the next more that the supplier's price list allows.</summary>
    public decimal RoundedUp(PurchaseOrder order, Guid itemId, Guid uomId, decimal qty) => Listed(order, itemId, uomId)?.NextAllowed(qty) ?? qty;

    SupplierItem? Listed(PurchaseOrder order, Guid itemId, Guid uomId) =>
        supplierItems[itemId].FirstOrDefault(s => s.UomId == uomId && s.IsValidOn(order.OrderDate));

    PurchaseOrderLine? Line(PurchaseOrder order, PurchaseOrderLineRequest request, int index)
    {
        var before = request.Id is { } id ? order.Lines.Find(line => line.Id == id) : null;
        if (request.Id is not null && before is null) return Wrong("id", "invalid_reference", "is not a line of this order");
        if (!items.TryGetValue(request.ItemId, out var item)) return Wrong("itemId", "invalid_reference", "is no item that Procurement knows");
        if (item.UomOf(request.UomId) is not { } uom) return Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
        if (item.ToBase(request.Qty, uom) is not { } baseQty)
            return Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
        var listed = Listed(order, item.Id, uom.Id);
        if ((request.UnitPrice ?? listed?.PriceOf(request.Qty, order.Currency)) is not { } price)
            return Wrong("unitPrice", "required", "is required: the supplier's price list has none for this item, unit and currency");

        var line = before ?? new PurchaseOrderLine { Id = Guid.CreateVersion7(order.UpdatedAt) };
        line.LineNo = index + 1;
        (line.ItemId, line.ItemNo, line.Description) = (item.Id, item.ItemNo, request.Description ?? item.Name);
        (line.UomId, line.UomCode, line.UomNumerator, line.UomDenominator) = (uom.Id, uom.Code, uom.Numerator, uom.Denominator);
        (line.Qty, line.BaseQty, line.UnitPrice) = (request.Qty, baseQty, price);
        (line.DiscountPct, line.TaxRate, line.LocationId) = (request.DiscountPct ?? 0, request.TaxRate ?? 0, request.LocationId);
        line.ExpectedDate = request.ExpectedDate ?? LeadTime(order, listed);
        line.OverReceiptTolerancePct = request.OverReceiptTolerancePct ?? item.OverReceiptTolerancePct ?? supplier.OverReceiptTolerancePct
            ?? settings.OverReceiptTolerancePct;
        return line;

        PurchaseOrderLine? Wrong(string field, string code, string message)
        {
            errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
            return null;
        }
    }

    DateOnly? LeadTime(PurchaseOrder order, SupplierItem? listed) =>
        order.ExpectedDate ?? ((listed?.LeadTimeDays ?? supplier.LeadTimeDays) is { } days ? order.OrderDate.AddDays(days) : null);
}
