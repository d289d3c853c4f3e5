using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

/// <summary>What is needed of one item.</summary>
/// <param name="Id">On a change: the line that this was before; a new one when absent.</param>
/// <param name="Qty">In the unit <paramref name="UomId"/>.</param>
/// <param name="UomId">Id or code of a unit that the item has a conversion for; its base unit when absent.</param>
/// <param name="SupplierId">Where it should be bought.</param>
/// <param name="EstimatedUnitCost">What one unit will cost.</param>
public sealed record RequisitionLineRequest(
    Guid? Id, Guid ItemId, decimal Qty, string? UomId, Guid? SupplierId, decimal? EstimatedUnitCost, DateOnly? NeedBy)
{
    const int MaxLines = 1_000;

    internal static IReadOnlyList<RequisitionLineRequest> List(Fields fields)
    {
        var lines = fields.List("lines", 0, MaxLines, Read);
        if (lines.Where(line => line.Id is not null).GroupBy(line => line.Id).Any(same => same.Count() > 1))
            fields.Refuse("lines", "invalid_value", "must name each line once");
        return lines;
    }

    static RequisitionLineRequest Read(Fields fields) => new(
        fields.OptionalId("id"), fields.Id("itemId"), fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64),
        fields.OptionalId("supplierId"), fields.OptionalMoney("estimatedUnitCost"), fields.OptionalDate("needBy"));

    /// <summary>The lines of the requisition from now on. Those that are named by id stay the lines they are.</summary>
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    internal static async Task<List<RequisitionLine>> WriteAsync(
        ProcurementDb db, Requisition requisition, IReadOnlyList<RequisitionLineRequest> requests, CancellationToken ct)
    {
        var (itemIds, supplierIds) = (requests.Select(r => r.ItemId).ToList(), requests.Select(r => r.SupplierId).OfType<Guid>().ToList());
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var suppliers = await db.Suppliers.Where(s => supplierIds.Contains(s.Id)).Select(s => s.Id).ToListAsync(ct);
        var (lines, errors) = (new List<RequisitionLine>(), new List<ErrorDetail>());
        foreach (var (request, index) in requests.Select((request, index) => (request, index)))
        {
            var before = request.Id is { } id ? requisition.Lines.Find(line => line.Id == id) : null;
            if (request.Id is not null && before is null) Wrong("id", "invalid_reference", "is not a line of this requisition");
            else if (!items.TryGetValue(request.ItemId, out var item)) Wrong("itemId", "invalid_reference", "is no item that Procurement knows");
            else if (item.UomOf(request.UomId) is not { } uom) Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
            else if (item.ToBase(request.Qty, uom) is null)
                Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
            else if (request.SupplierId is { } supplier && !suppliers.Contains(supplier)) Wrong("supplierId", "invalid_reference", "is no supplier");
            else
            {
                var line = before ?? new RequisitionLine { Id = Guid.CreateVersion7(requisition.UpdatedAt) };
                line.LineNo = index + 1;
                (line.ItemId, line.ItemNo, line.Qty, line.UomId, line.UomCode) = (item.Id, item.ItemNo, request.Qty, uom.Id, uom.Code);
                (line.SupplierId, line.EstimatedUnitCost, line.NeedBy) = (request.SupplierId, request.EstimatedUnitCost, request.NeedBy);
                lines.Add(line);
            }

            void Wrong(string field, string code, string message) => errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
        }

        return errors.Count == 0 ? lines : throw new RefusedException(Error.Invalid(errors));
    }
}
