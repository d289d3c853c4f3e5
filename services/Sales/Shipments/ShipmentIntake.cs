using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Shipments;

/// <summary>Makes lines of a shipment out of what a client sends, and says all that is wrong at once.</summary>
static class ShipmentIntake
{
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    /// <exception cref="BrokenRuleException"><c>over_shipment</c>, or <c>insufficient_stock</c> when nothing can be shipped.</exception>
    public static async Task<List<ShipmentLine>> ReadAsync(SalesDb db, SalesOrder order, ShipSalesOrderRequest request, CancellationToken ct)
    {
        if (request.Lines is null) return Everything(order);
        var itemIds = order.Lines.Select(line => line.ItemId).ToList();
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var (lines, errors) = (new List<ShipmentLine>(), new List<ErrorDetail>());
        foreach (var (index, asked) in request.Lines.Index())
        {
            if (OrderLineName.Find(order, asked.LineId, asked.LineNo) is not { } line)
            {
                Wrong(asked.LineId is null ? "lineNo" : "lineId", "invalid_reference", "is not a line of this order");
                continue;
            }

            var item = items[line.ItemId];
            if ((asked.UomId is null ? line.Uom : item.UomOf(asked.UomId)) is not { } uom)
            {
                Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
                continue;
            }

            if (item.ToBase(asked.Qty, uom) is not { } baseQty)
            {
                Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
                continue;
            }

            if (asked.LotId is not null && !item.HasLots && !item.HasExpiry) Wrong("lotId", "invalid_value", "must be absent: the item is not tracked by lot");
            if (asked.SerialNos.Count > 0 && !item.HasSerials) Wrong("serialNos", "invalid_value", "must be absent: the item has no serial numbers");
            else if (asked.SerialNos.Count > 0 && asked.SerialNos.Count != baseQty)
                Wrong("serialNos", "array_length", $"must name {baseQty:0.######} serial numbers, one for each unit");
            lines.Add(new ShipmentLine
            {
                LineNo = index + 1,
                OrderLineId = line.Id,
                ItemId = line.ItemId,
                FacilityId = (line.FacilityId ?? order.FacilityId)!.Value,
                Qty = asked.Qty,
                UomId = uom.Id,
                UomCode = uom.Code,
                UomNumerator = uom.Numerator,
                UomDenominator = uom.Denominator,
                BaseQty = baseQty,
                LocationId = asked.LocationId,
                LotId = asked.LotId ?? line.LotId,
                SerialNos = [.. asked.SerialNos],
            });

            void Wrong(string field, string code, string message) => errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
        }

        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        CheckLeft(order, lines);
        return lines;
    }

    // Under the order's lock, and counting what is not settled yet: so no two shipments can both take the last of a line.
    static void CheckLeft(SalesOrder order, List<ShipmentLine> lines)
    {
        foreach (var leaving in lines.GroupBy(line => line.OrderLineId))
        {
            var (line, qty) = (order.Lines.Find(l => l.Id == leaving.Key)!, leaving.Sum(l => l.BaseQty));
            if (qty > line.ShippableBaseQty)
                throw new BrokenRuleException("over_shipment", $"Of line {line.LineNo} only {line.InUom(line.ShippableBaseQty):0.######} {line.UomCode} can still be shipped.",
                    new ErrorDetail($"lines[{leaving.First().LineNo - 1}].qty", "over_shipment", "is more than is open", new Dictionary<string, object?>
                    {
                        ["lineId"] = line.Id, ["orderedBaseQty"] = line.BaseQty, ["shippedBaseQty"] = line.ShippedBaseQty,
                        ["pendingBaseQty"] = line.PendingBaseQty, ["attemptedBaseQty"] = qty,
                    }));
        }
    }

    // What stock stands behind; without reservations, what is open.
    static List<ShipmentLine> Everything(SalesOrder order)
    {
        var lines = new List<ShipmentLine>();
        foreach (var line in order.InOrder)
        {
            var qty = Math.Min(line.ShippableBaseQty, order.Reserves ? order.ReservedBaseQty(line) - line.PendingBaseQty : line.ShippableBaseQty);
            if (qty <= 0) continue;
            lines.Add(new ShipmentLine
            {
                LineNo = lines.Count + 1, OrderLineId = line.Id, ItemId = line.ItemId, FacilityId = (line.FacilityId ?? order.FacilityId)!.Value,
                Qty = line.InUom(qty), UomId = line.UomId, UomCode = line.UomCode, UomNumerator = line.UomNumerator, UomDenominator = line.UomDenominator,
                BaseQty = qty, LotId = line.LotId,
            });
        }

        return lines.Count > 0 ? lines
            : throw new BrokenRuleException("insufficient_stock", "Nothing is reserved for this order that has not left. Name the lines to ship from what is free.");
    }
}
