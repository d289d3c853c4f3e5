using Atlas.Production.Boms;
using Atlas.Production.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>What is asked of a work order's fields.</summary>
static class WorkOrderRules
{
    /// <summary>Writes how much is made, and checks what the fields refer to.</summary>
    /// <param name="item">What is made; null where there is no such item.</param>
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    /// <exception cref="BrokenRuleException"><c>item_inactive</c>.</exception>
    public static async Task WriteAsync(ProductionDb db, WorkOrder order, Item? item, decimal qty, string? uomId, CancellationToken ct)
    {
        var errors = new List<ErrorDetail>();
        if (item is null) errors.Add(new("itemId", "invalid_reference", "is no item"));
        else if (item.IsService || item.IsPhantom) errors.Add(new("itemId", "invalid_value", $"is a {item.ItemKind}, which is never made by itself"));
        else if (item.UomOf(uomId) is not { } uom) errors.Add(new("uomId", "invalid_reference", "is no unit that this item has a conversion for"));
        else if (item.ToBase(qty, uom) is not { } baseQty) errors.Add(Uneven("qty", item));
        else order.Order(qty, uom, baseQty);
        if (order.PlannedEnd < order.PlannedStart) errors.Add(new("plannedEnd", "out_of_range", "must not be before plannedStart"));
        if (order.BatchId is { } batch && !await db.Batches.AnyAsync(b => b.Id == batch, ct)) errors.Add(new("batchId", "invalid_reference", "is no batch"));
        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        if (!item!.IsActive) throw new BrokenRuleException("item_inactive", $"{item.ItemNo} is not active: nothing new of it is made.");
    }

    public static ErrorDetail Uneven(string field, Item item) =>
        new(field, "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");

    /// <summary>The version that is named, or else the one that is active on the day of the planned start.</summary>
    /// <exception cref="BrokenRuleException"><c>bom_not_active</c>.</exception>
    /// <exception cref="RefusedException">400 where what is named is no version of this item.</exception>
    public static async Task<Bom> BomAsync(ProductionDb db, WorkOrder order, Guid? bomId, DateTimeOffset now, CancellationToken ct)
    {
        var day = DayOf(order, now);
        var id = bomId ?? await db.Boms.Where(b => b.ItemId == order.ItemId && b.Status == Bom.Active && (b.EffectiveFrom == null || b.EffectiveFrom <= day)
            && (b.EffectiveTo == null || b.EffectiveTo >= day)).Select(b => (Guid?)b.Id).FirstOrDefaultAsync(ct);
        var bom = id is { } found ? await db.UseBomAsync(found, ct) : null;
        if (bomId is not null && bom?.ItemId != order.ItemId)
            throw new RefusedException(Error.Invalid(new ErrorDetail("bomId", "invalid_reference", "is no bill of materials of this item")));
        return bom is { Status: Bom.Active } ? bom : throw NotActive(order.ItemNo, day);
    }

    public static DateOnly DayOf(WorkOrder order, DateTimeOffset now) => DateOnly.FromDateTime((order.PlannedStart ?? now).UtcDateTime);

    public static BrokenRuleException NotActive(string itemNo, DateOnly day) =>
        new("bom_not_active", $"There is no active bill of materials of {itemNo} on {day:yyyy-MM-dd}.");
}
