using Atlas.Procurement.Items;
using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

/// <summary>Makes lines of a receipt out of what a client sends, and says all that is wrong at once.</summary>
static class ReceiptIntake
{
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    public static async Task<List<ReceiptLine>> ReadAsync(ProcurementDb db, PurchaseOrder order, CreateReceiptRequest request, CancellationToken ct)
    {
        var itemIds = order.Lines.Select(line => line.ItemId).ToList();
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var (lines, errors) = (new List<ReceiptLine>(), new List<ErrorDetail>());
        foreach (var (came, index) in request.Lines.Select((line, index) => (line, index)))
        {
            var line = order.Lines.Find(l => came.PoLineId is { } id ? l.Id == id : l.LineNo == came.LineNo);
            if (line is null)
            {
                Wrong(came.PoLineId is null ? "lineNo" : "poLineId", "invalid_reference", "is not a line of this order");
                continue;
            }

            var item = items[line.ItemId];
            if ((came.UomId is null ? line.Uom : item.UomOf(came.UomId)) is not { } uom)
            {
                Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
                continue;
            }

            if (item.ToBase(came.Qty, uom) is not { } baseQty)
            {
                Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
                continue;
            }

            foreach (var missing in item.MissingIn(came, baseQty)) Wrong(missing.Field!, missing.Code, missing.Message);
            if ((came.LocationId ?? request.LocationId ?? line.LocationId ?? item.DefaultLocationId) is not { } location)
            {
                Wrong("locationId", "required", "is required: neither the receipt, the order nor the item names a place");
                continue;
            }

            lines.Add(new ReceiptLine
            {
                LineNo = index + 1,
                PurchaseOrderLineId = line.Id,
                ItemId = line.ItemId,
                Qty = came.Qty,
                UomId = uom.Id,
                UomCode = uom.Code,
                BaseQty = baseQty,
                LocationId = location,
                LotId = came.LotId,
                LotNo = came.LotNo,
                ExpiryDate = came.ExpiryDate,
                SerialNos = [.. came.SerialNos],
                StatusId = came.StatusId ?? item.DefaultReceiptStatusId?.ToString(),
                UnitCost = came.UnitCost is { } cost ? uom.PerBase(cost) : line.BaseUnitCost,
                RejectedQty = came.RejectedQty,
                RejectReason = came.RejectReason,
            });

            void Wrong(string field, string code, string message) => errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
        }

        return errors.Count == 0 ? lines : throw new RefusedException(Error.Invalid(errors));
    }

    // What Inventory would refuse anyway, said at once and for all lines.
    static IEnumerable<ErrorDetail> MissingIn(this Item item, CreateReceiptLineRequest came, decimal baseQty)
    {
        var needsLot = item.HasLots || item.HasExpiry;
        if (needsLot && came.LotId is null && came.LotNo is null) yield return new("lotNo", "required", "is required: the item is tracked by lot");
        if (!needsLot && (came.LotId is not null || came.LotNo is not null))
            yield return new(came.LotNo is null ? "lotId" : "lotNo", "invalid_value", "must be absent: the item is not tracked by lot");
        if (item.HasSerials && came.SerialNos.Count != baseQty)
            yield return new("serialNos", "array_length", $"must name {baseQty:0.######} serial numbers, one for each unit");
        if (!item.HasSerials && came.SerialNos.Count > 0) yield return new("serialNos", "invalid_value", "must be absent: the item has no serial numbers");
    }
}
