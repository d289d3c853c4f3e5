using Atlas.Persistence;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>A new purchase order, as a draft.</summary>
/// <param name="PoNo">Unique; given by Atlas when absent, as <c>PO-000042</c>.</param>
/// <param name="FacilityId">Where it is delivered.</param>
/// <param name="Currency">As ISO 4217; the supplier's when absent.</param>
/// <param name="OrderDate">Today in UTC when absent.</param>
public sealed record CreatePurchaseOrderRequest(
    string? PoNo, Guid SupplierId, Guid FacilityId, string? Currency, DateOnly? OrderDate, DateOnly? ExpectedDate, string? SupplierReference,
    string? PaymentTerms, string? Incoterm, Address? ShipTo, string? Notes, string? ExternalId, IReadOnlyList<PurchaseOrderLineRequest> Lines)
    : IReadable<CreatePurchaseOrderRequest>
{
    public static CreatePurchaseOrderRequest Read(Fields fields) => new(
        fields.OptionalText("poNo", 64), fields.Id("supplierId"), fields.Id("facilityId"), fields.OptionalCurrency("currency"),
        fields.OptionalDate("orderDate"), fields.OptionalDate("expectedDate"), fields.OptionalText("supplierReference", 128),
        fields.OptionalText("paymentTerms", 255), fields.OptionalText("incoterm", 64), fields.OptionalObject("shipTo", Address.Read),
        fields.OptionalText("notes", 4_000), fields.OptionalText("externalId", 128), PurchaseOrderLineRequest.List(fields));
}

static class CreatePurchaseOrder
{
    /// <summary>Makes a draft of a purchase order. Nothing is expected of the supplier until it is submitted, approved and sent.</summary>
    public static async Task<IResult> Handle(
        Body<CreatePurchaseOrderRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var supplier = await PurchaseOrderRules.SupplierAsync(db, request.SupplierId, ct);
        if (request.PoNo is not null && await db.PurchaseOrders.FirstOrDefaultAsync(o => o.PoNo == request.PoNo, ct) is { } same)
            return PurchaseOrderRules.Duplicate("poNo", same.Id);

        var order = new PurchaseOrder
        {
            Id = Guid.CreateVersion7(now),
            PoNo = request.PoNo ?? await FreeNumberAsync(db, ct),
            SupplierId = supplier.Id,
            FacilityId = request.FacilityId,
            Currency = PurchaseOrderRules.Currency(request.Currency, supplier),
            OrderDate = request.OrderDate ?? DateOnly.FromDateTime(now.UtcDateTime),
            ExpectedDate = request.ExpectedDate,
            SupplierReference = request.SupplierReference,
            PaymentTerms = request.PaymentTerms,
            Incoterm = request.Incoterm,
            ShipTo = request.ShipTo,
            Notes = request.Notes,
            ExternalId = request.ExternalId,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await PurchaseOrderRules.TakenExternalIdAsync(db, order, ct) is { } taken) return taken;
        var intake = await LineIntake.ForAsync(db, supplier, request.Lines.Select(line => line.ItemId), time, ct);
        order.Lines.AddRange(intake.Write(order, request.Lines));
        order.Sum();
        db.Add(order);
        db.Announce(order, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Created($"/v1/procurement/purchase-orders/{order.Id}", PurchaseOrderView.From(order));
    }

    /// <summary>The next number that no client has used for an order of its own.</summary>
    public static async Task<string> FreeNumberAsync(ProcurementDb db, CancellationToken ct)
    {
        while (true)
        {
            var number = await db.NextNumberAsync(PurchaseOrder.NumberPrefix, ct);
            if (!await db.PurchaseOrders.AnyAsync(o => o.PoNo == number, ct)) return number;
        }
    }
}

/// <summary>What is asked of a purchase order's fields.</summary>
static class PurchaseOrderRules
{
    /// <summary>The supplier that a body names.</summary>
    public static async Task<Supplier> SupplierAsync(ProcurementDb db, Guid id, CancellationToken ct) =>
        await db.Suppliers.FirstOrDefaultAsync(s => s.Id == id, ct)
            ?? throw new RefusedException(Error.Invalid(new ErrorDetail("supplierId", "invalid_reference", "is no supplier")));

    public static string Currency(string? given, Supplier supplier) => given ?? supplier.Currency
        ?? throw new RefusedException(Error.Invalid(new ErrorDetail("currency", "required", "is required: the supplier has no usual currency")));

    public static async Task<Error?> TakenExternalIdAsync(ProcurementDb db, PurchaseOrder order, CancellationToken ct) =>
        order.ExternalId is not null
            && await db.PurchaseOrders.FirstOrDefaultAsync(o => o.ExternalId == order.ExternalId && o.Id != order.Id, ct) is { } same
            ? Duplicate("externalId", same.Id) : null;

    public static Error Duplicate(string field, Guid existing) =>
        Error.Conflict("duplicate_code", $"There is a purchase order with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = existing }));
}
