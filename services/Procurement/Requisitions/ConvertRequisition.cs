using Atlas.Procurement.PurchaseOrders;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

/// <summary>What of a requisition to order, and where. The body may be absent: then all that is left, where the lines or the price lists say.</summary>
/// <param name="SupplierId">For lines that name none themselves.</param>
/// <param name="Currency">The suppliers' usual ones when absent.</param>
/// <param name="Lines">Only these; all that have something left when absent.</param>
public sealed record ConvertRequisitionRequest(Guid? SupplierId, string? Currency, IReadOnlyList<ConvertLineRequest> Lines) : IReadable<ConvertRequisitionRequest>
{
    public static bool MayBeAbsent => true;

    public static ConvertRequisitionRequest Read(Fields fields)
    {
        var lines = fields.List("lines", 1, PurchaseOrderLineRequest.MaxLines, ConvertLineRequest.Read, required: false);
        if (lines.DistinctBy(line => line.LineId).Count() != lines.Count) fields.Refuse("lines", "invalid_value", "must name each line once");
        return new(fields.OptionalId("supplierId"), fields.OptionalCurrency("currency"), lines);
    }
}

/// <summary>What to order of one line.</summary>
/// <param name="LineId">The requisition's line.</param>
/// <param name="Qty">In the line's unit; all that is left when absent.</param>
/// <param name="UnitPrice">Of one unit; when absent that of the price list, else the estimate.</param>
public sealed record ConvertLineRequest(Guid LineId, decimal? Qty, Guid? SupplierId, decimal? UnitPrice)
{
    internal static ConvertLineRequest Read(Fields fields) =>
        new(fields.Id("lineId"), fields.OptionalQty("qty"), fields.OptionalId("supplierId"), fields.OptionalMoney("unitPrice"));
}

static class ConvertRequisition
{
    /// <summary>
    /// Makes drafts of purchase orders out of an approved requisition, one for each supplier. Each line remembers what of it was ordered,
    /// and never more than was asked for can be. Where the supplier's price list does not allow a quantity, the next more is ordered, and the
    /// order's notes say so.
    /// </summary>
    public static Task<IResult> Handle(
        Guid id, Body<ConvertRequisitionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct) =>
        TakeRequisitionAction.RunAsync(id, "converted", http, db, time, _ => false, async requisition =>
        {
            var request = body.Value;
            requisition.Check("convert");
            var asked = await AskedAsync(requisition, request, db, time, ct);
            var orders = new List<Guid>();
            foreach (var bySupplier in asked.GroupBy(line => line.SupplierId).OrderBy(group => group.Min(line => line.Line.LineNo)))
                orders.Add(await OrderAsync(requisition, bySupplier.Key, [.. bySupplier], request.Currency, http, db, time, ct));
            requisition.Become(orders);
        }, ct);

    static async Task<List<Asked>> AskedAsync(
        Requisition requisition, ConvertRequisitionRequest request, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var lines = request.Lines.Count > 0 ? request.Lines
            : [.. requisition.InOrder.Where(line => line.OpenQty > 0).Select(line => new ConvertLineRequest(line.Id, null, null, null))];
        var itemIds = requisition.Lines.Select(line => line.ItemId).ToList();
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var preferred = (await db.SupplierItems.Where(s => itemIds.Contains(s.ItemId) && s.IsPreferred).ToListAsync(ct))
            .Where(s => s.IsValidOn(today)).ToLookup(s => s.ItemId, s => s.SupplierId);
        var (asked, errors) = (new List<Asked>(), new List<ErrorDetail>());
        foreach (var (wanted, index) in lines.Select((line, index) => (line, index)))
        {
            if (requisition.Lines.Find(line => line.Id == wanted.LineId) is not { } line)
                errors.Add(new ErrorDetail($"lines[{index}].lineId", "invalid_reference", "is not a line of this requisition"));
            else if ((wanted.SupplierId ?? request.SupplierId ?? line.SupplierId ?? preferred[line.ItemId].Cast<Guid?>().FirstOrDefault()) is not { } supplier)
                errors.Add(new ErrorDetail(request.Lines.Count > 0 ? $"lines[{index}].supplierId" : "supplierId", "required",
                    $"is required: line {line.LineNo} names no supplier, and none is preferred for its item"));
            else asked.Add(new Asked(line, wanted.Qty ?? line.OpenQty, supplier, wanted.UnitPrice));
        }

        return errors.Count == 0 ? asked : throw new RefusedException(Error.Invalid(errors));
    }

    static async Task<Guid> OrderAsync(
        Requisition requisition, Guid supplierId, List<Asked> asked, string? currency, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (supplier, now) = (await PurchaseOrderRules.SupplierAsync(db, supplierId, ct), time.GetUtcNow());
        if (supplier.Status != Supplier.Active)
            throw new BrokenRuleException("supplier_inactive", $"Supplier {supplier.Code} is {supplier.Status}: nothing new is ordered there.");
        var order = new PurchaseOrder
        {
            Id = Guid.CreateVersion7(now),
            PoNo = await CreatePurchaseOrder.FreeNumberAsync(db, ct),
            SupplierId = supplier.Id,
            FacilityId = requisition.FacilityId,
            Currency = PurchaseOrderRules.Currency(currency, supplier),
            OrderDate = DateOnly.FromDateTime(now.UtcDateTime),
            Notes = $"From {requisition.RequisitionNo}",
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var intake = await LineIntake.ForAsync(db, supplier, asked.Select(a => a.Line.ItemId), time, ct);
        var quantities = asked.ConvertAll(a => intake.RoundedUp(order, a.Line.ItemId, a.Line.UomId, a.Qty));
        order.Lines.AddRange(intake.Write(order, [.. asked.Zip(quantities, (a, qty) => new PurchaseOrderLineRequest(
            null, a.Line.ItemId, null, qty, a.Line.UomId.ToString(),
            a.UnitPrice ?? (intake.HasPrice(order, a.Line.ItemId, a.Line.UomId, qty) ? null : a.Line.EstimatedUnitCost),
            null, null, a.Line.NeedBy ?? requisition.NeedBy, null, null))]));
        foreach (var (a, qty) in asked.Zip(quantities).Where(pair => pair.Second != pair.First.Qty))
            order.Notes += $". {qty:0.######} {a.Line.UomCode} of {a.Line.ItemNo}, not {a.Qty:0.######}: the supplier sells no quantity between";
        foreach (var (line, from) in order.Lines.Zip(asked))
        {
            line.RequisitionLineId = from.Line.Id;
            requisition.Convert(from.Line, from.Qty, line.Id);
        }

        order.Sum();
        db.Add(order);
        db.Announce(order, "created");
        return order.Id;
    }

    sealed record Asked(RequisitionLine Line, decimal Qty, Guid SupplierId, decimal? UnitPrice);
}
