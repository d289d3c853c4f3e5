using Atlas.Sales.Items;
using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

/// <summary>Makes lines of a return out of what a client sends, and says all that is wrong at once.</summary>
static class ReturnIntake
{
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    /// <exception cref="BrokenRuleException"><c>over_return</c>.</exception>
    public static async Task<List<SalesReturnLine>> ReadAsync(SalesDb db, SalesOrder order, CreateSalesReturnRequest request, CancellationToken ct)
    {
        var itemIds = order.Lines.Select(line => line.ItemId).ToList();
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var (lines, errors) = (new List<SalesReturnLine>(), new List<ErrorDetail>());
        foreach (var (index, came) in request.Lines.Index())
        {
            if (OrderLineName.Find(order, came.LineId, came.LineNo) is not { } line)
            {
                Wrong(came.LineId is null ? "lineNo" : "lineId", "invalid_reference", "is not a line of this order");
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
            if ((came.LocationId ?? request.LocationId ?? item.DefaultLocationId) is not { } location)
            {
                Wrong("locationId", "required", "is required: neither the return nor the item names a place");
                continue;
            }

            lines.Add(new SalesReturnLine
            {
                LineNo = index + 1,
                OrderLineId = line.Id,
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
                StatusId = came.StatusId ?? request.StatusId ?? SalesReturn.UsualStatus,
                Reason = came.Reason ?? request.Reason,
            });

            void Wrong(string field, string code, string message) => errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
        }

        if (errors.Count > 0) throw new RefusedException(Error.Invalid(errors));
        CheckLeft(order, lines);
        return lines;
    }

    // Under the order's lock, and counting what is not settled yet.
    static void CheckLeft(SalesOrder order, List<SalesReturnLine> lines)
    {
        foreach (var coming in lines.GroupBy(line => line.OrderLineId))
        {
            var (line, qty) = (order.Lines.Find(l => l.Id == coming.Key)!, coming.Sum(l => l.BaseQty));
            if (qty > line.ReturnableBaseQty)
                throw new BrokenRuleException("over_return", $"Of line {line.LineNo} only {line.InUom(line.ReturnableBaseQty):0.######} {line.UomCode} can come back.",
                    new ErrorDetail($"lines[{coming.First().LineNo - 1}].qty", "over_return", "is more than has left", new Dictionary<string, object?>
                    {
                        ["lineId"] = line.Id, ["shippedBaseQty"] = line.ShippedBaseQty, ["returnedBaseQty"] = line.ReturnedBaseQty,
                        ["pendingBaseQty"] = line.PendingReturnBaseQty, ["attemptedBaseQty"] = qty,
                    }));
        }
    }

    // What Inventory would refuse anyway, said at once and for all lines.
    static IEnumerable<ErrorDetail> MissingIn(this Item item, CreateSalesReturnLineRequest came, decimal baseQty)
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
