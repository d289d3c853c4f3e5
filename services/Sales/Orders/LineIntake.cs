using Atlas.Sales.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

/// <summary>Finds items and units of the lines that a client sends, and says all that is wrong at once.</summary>
static class LineIntake
{
    /// <summary>The lines of the order from now on. Those that are named by id stay the lines they are.</summary>
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    public static async Task<List<LineFacts>> ReadAsync(
        SalesDb db, SalesOrder order, IReadOnlyList<SalesOrderLineRequest> requests, DateTimeOffset now, CancellationToken ct)
    {
        var ids = requests.Select(request => request.ItemId).Distinct().ToList();
        var items = await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var (lines, errors) = (new List<LineFacts>(), new List<ErrorDetail>());
        foreach (var (index, request) in requests.Index())
            if (Line(index, request) is { } line) lines.Add(line);
        return errors.Count == 0 ? lines : throw new RefusedException(Error.Invalid(errors));

        LineFacts? Line(int index, SalesOrderLineRequest request)
        {
            if (request.Id is { } named && order.Lines.All(line => line.Id != named)) return Wrong("id", "invalid_reference", "is not a line of this order");
            if (!items.TryGetValue(request.ItemId, out var item)) return Wrong("itemId", "invalid_reference", "is no item that Sales knows");
            if (!item.IsStocked) return Wrong("itemId", "invalid_value", $"is a {item.ItemKind}, of which there is no stock to ship");
            if (item.UomOf(request.UomId) is not { } uom) return Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
            if (item.ToBase(request.Qty, uom) is not { } baseQty)
                return Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
            if (request.LotId is not null && !item.HasLots && !item.HasExpiry) return Wrong("lotId", "invalid_value", "must be absent: the item is not tracked by lot");
            if (request.Discount > request.Qty * request.UnitPrice) return Wrong("discount", "out_of_range", "must not be more than the line's price");
            return new LineFacts(request.Id ?? Guid.CreateVersion7(now), item.Id, item.ItemNo, request.Description ?? item.Name, request.Qty, uom.Id, uom.Code,
                uom.Numerator, uom.Denominator, baseQty, request.UnitPrice, request.Discount, request.TaxRate, request.FacilityId, request.LotId);

            LineFacts? Wrong(string field, string code, string message)
            {
                errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
                return null;
            }
        }
    }

    /// <summary>Refuses lines that cannot be sold as they are.</summary>
    /// <exception cref="BrokenRuleException"><c>no_lines</c>, <c>no_facility</c>, <c>item_inactive</c>.</exception>
    public static async Task CheckAsync(SalesDb db, SalesOrder order, IReadOnlyList<(int LineNo, Guid ItemId, Guid? FacilityId)> lines, CancellationToken ct)
    {
        if (lines.Count == 0) throw new BrokenRuleException("no_lines", "There is nothing to sell: add a line.");
        if (lines.Where(line => line.FacilityId is null && order.FacilityId is null).ToList() is { Count: > 0 } nowhere)
            throw new BrokenRuleException("no_facility", "Say where it is shipped from: set facilityId, of the order or of each line.",
                [.. nowhere.Select(line => new ErrorDetail($"lines[{line.LineNo - 1}].facilityId", "required", "is required"))]);
        await ActiveItems.CheckAsync(db, lines.Select(line => (line.LineNo, line.ItemId)), ct);
    }
}
