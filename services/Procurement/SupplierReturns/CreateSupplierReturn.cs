using Atlas.Persistence;
using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Received goods that are to go back to the supplier, as a draft.</summary>
/// <param name="PurchaseOrderId">The order that they came for.</param>
/// <param name="SupplierReference">Under which number the supplier expects them.</param>
/// <param name="Reason">Why; of lines that give no reason of their own.</param>
public sealed record CreateSupplierReturnRequest(
    Guid PurchaseOrderId, string? SupplierReference, string? Reason, string? Notes, IReadOnlyList<SupplierReturnLineRequest> Lines)
    : IReadable<CreateSupplierReturnRequest>
{
    public static CreateSupplierReturnRequest Read(Fields fields) => new(
        fields.Id("purchaseOrderId"), fields.OptionalText("supplierReference", 128), fields.OptionalText("reason", 500), fields.OptionalText("notes", 4_000),
        SupplierReturnLineRequest.List(fields));
}

static class CreateSupplierReturn
{
    /// <summary>Makes a draft of a supplier return. The goods leave stock when it is shipped; until then it holds nothing.</summary>
    public static async Task<IResult> Handle(
        Body<CreateSupplierReturnRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        if (await db.LockPurchaseOrderAsync(request.PurchaseOrderId, ct) is not { } order)
            return Error.Invalid(new ErrorDetail("purchaseOrderId", "invalid_reference", "is no purchase order"));
        var receipts = await db.ReceiptsOfAsync(order, ct);
        var lines = await SupplierReturnIntake.ReadAsync(db, receipts, request.Lines, request.Reason, now, ct);
        var back = new SupplierReturn
        {
            Id = Guid.CreateVersion7(now),
            ReturnNo = await db.NextNumberAsync(SupplierReturn.NumberPrefix, ct),
            PurchaseOrderId = order.Id,
            SupplierId = order.SupplierId,
            FacilityId = order.FacilityId,
            SupplierReference = request.SupplierReference,
            Reason = request.Reason,
            Notes = request.Notes,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        back.Lines.AddRange(lines);
        var locked = new LockedSupplierReturn(order, back, receipts);
        locked.CheckLeft();
        db.Add(back);
        db.Announce(locked, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(back.Version);
        return Reply.Created($"/v1/procurement/supplier-returns/{back.Id}", SupplierReturnView.From(back));
    }
}
