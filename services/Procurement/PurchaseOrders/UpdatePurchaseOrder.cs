using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>
/// What to change about a draft; what is absent stays, and null takes away what can be absent. <c>lines</c> replaces all lines: those named
/// by <c>id</c> stay the same lines, others are new, and what is not named is gone.
/// </summary>
public sealed record UpdatePurchaseOrderRequest(
    Guid? SupplierId, Guid? FacilityId, string? Currency, DateOnly? OrderDate, DateOnly? ExpectedDate, string? SupplierReference,
    string? PaymentTerms, string? Incoterm, Address? ShipTo, string? Notes, string? ExternalId, IReadOnlyList<PurchaseOrderLineRequest>? Lines)
    : IReadable<UpdatePurchaseOrderRequest>
{
    static readonly string[] MayBeTakenAway = ["expectedDate", "supplierReference", "paymentTerms", "incoterm", "shipTo", "notes", "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdatePurchaseOrderRequest Read(Fields fields) => new(
        fields.OptionalId("supplierId", fields.Has("supplierId")), fields.OptionalId("facilityId", fields.Has("facilityId")),
        fields.OptionalCurrency("currency"), fields.OptionalDate("orderDate", fields.Has("orderDate")), fields.OptionalDate("expectedDate"),
        fields.OptionalText("supplierReference", 128), fields.OptionalText("paymentTerms", 255), fields.OptionalText("incoterm", 64),
        fields.OptionalObject("shipTo", Address.Read), fields.OptionalText("notes", 4_000), fields.OptionalText("externalId", 128),
        fields.Has("lines") ? PurchaseOrderLineRequest.List(fields) : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(PurchaseOrder order)
    {
        order.SupplierId = SupplierId ?? order.SupplierId;
        order.FacilityId = FacilityId ?? order.FacilityId;
        order.Currency = Currency ?? order.Currency;
        order.OrderDate = OrderDate ?? order.OrderDate;
        order.ExpectedDate = Named.Contains("expectedDate") ? ExpectedDate : order.ExpectedDate;
        order.SupplierReference = Named.Contains("supplierReference") ? SupplierReference : order.SupplierReference;
        order.PaymentTerms = Named.Contains("paymentTerms") ? PaymentTerms : order.PaymentTerms;
        order.Incoterm = Named.Contains("incoterm") ? Incoterm : order.Incoterm;
        order.ShipTo = Named.Contains("shipTo") ? ShipTo : order.ShipTo;
        order.Notes = Named.Contains("notes") ? Notes : order.Notes;
        order.ExternalId = Named.Contains("externalId") ? ExternalId : order.ExternalId;
    }
}

static class UpdatePurchaseOrder
{
    /// <summary>Changes a draft. Later on, revise it (before it is approved) or amend it.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<UpdatePurchaseOrderRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockPurchaseOrderAsync(id, ct) is not { } order) return Error.NotFound("Purchase order", $"{id}");
        http.CheckIfMatch(order.Version);
        var request = body.Value;
        order.CheckEditable();

        request.ApplyTo(order);
        if (await PurchaseOrderRules.TakenExternalIdAsync(db, order, ct) is { } taken) return taken;
        var supplier = await PurchaseOrderRules.SupplierAsync(db, order.SupplierId, ct);
        if (request.Lines is { } lines)
        {
            var intake = await LineIntake.ForAsync(db, supplier, lines.Select(line => line.ItemId), time, ct);
            order.Become(intake.Write(order, lines));
        }

        order.Sum();
        order.Touch(time.GetUtcNow());
        db.Announce(order, "updated");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Ok(PurchaseOrderView.From(order));
    }
}
