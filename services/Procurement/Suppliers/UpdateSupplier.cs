using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Suppliers;

/// <summary>What to change about a supplier; what is absent stays, and null takes away what can be absent.</summary>
public sealed record UpdateSupplierRequest(
    string? Code, string? Name, string? Status, string? Email, string? Phone, string? TaxId, string? Currency, int? PaymentTermsDays, int? LeadTimeDays,
    decimal? OverReceiptTolerancePct, IReadOnlyList<Address>? Addresses, IReadOnlyList<Contact>? Contacts, string? ExternalId)
    : IReadable<UpdateSupplierRequest>
{
    static readonly string[] MayBeTakenAway =
        ["email", "phone", "taxId", "currency", "paymentTermsDays", "leadTimeDays", "overReceiptTolerancePct", "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateSupplierRequest Read(Fields fields) => new(
        fields.Kept("code", 64), fields.Kept("name", 255), fields.Has("status") ? fields.Choice("status", Supplier.Statuses) : null,
        fields.OptionalEmail("email"), fields.OptionalText("phone", 64), fields.OptionalText("taxId", 64), fields.OptionalCurrency("currency"),
        fields.OptionalDays("paymentTermsDays"), fields.OptionalDays("leadTimeDays"), fields.OptionalPercent("overReceiptTolerancePct"),
        fields.Has("addresses") ? SupplierRules.Addresses(fields) : null, fields.Has("contacts") ? SupplierRules.Contacts(fields) : null,
        fields.OptionalText("externalId", 128))
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(Supplier supplier)
    {
        supplier.Code = Code ?? supplier.Code;
        supplier.Name = Name ?? supplier.Name;
        supplier.Status = Status ?? supplier.Status;
        supplier.Email = Named.Contains("email") ? Email : supplier.Email;
        supplier.Phone = Named.Contains("phone") ? Phone : supplier.Phone;
        supplier.TaxId = Named.Contains("taxId") ? TaxId : supplier.TaxId;
        supplier.Currency = Named.Contains("currency") ? Currency : supplier.Currency;
        supplier.PaymentTermsDays = Named.Contains("paymentTermsDays") ? PaymentTermsDays : supplier.PaymentTermsDays;
        supplier.LeadTimeDays = Named.Contains("leadTimeDays") ? LeadTimeDays : supplier.LeadTimeDays;
        supplier.OverReceiptTolerancePct = Named.Contains("overReceiptTolerancePct") ? OverReceiptTolerancePct : supplier.OverReceiptTolerancePct;
        supplier.Addresses = Addresses is null ? supplier.Addresses : [.. Addresses];
        supplier.Contacts = Contacts is null ? supplier.Contacts : [.. Contacts];
        supplier.ExternalId = Named.Contains("externalId") ? ExternalId : supplier.ExternalId;
    }
}

static class UpdateSupplier
{
    /// <summary>Changes a supplier. Fields that are absent stay as they are, and so do orders that are placed.</summary>
    public static async Task<IResult> Handle(
        Guid supplierId, Body<UpdateSupplierRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var supplier = await db.Suppliers.FirstOrDefaultAsync(s => s.Id == supplierId, ct);
        if (supplier is null) return Error.NotFound("Supplier", $"{supplierId}");
        http.CheckIfMatch(supplier.Version);

        body.Value.ApplyTo(supplier);
        if (await SupplierRules.DuplicateAsync(db, supplier, ct) is { } duplicate) return duplicate;
        supplier.UpdatedAt = time.GetUtcNow();
        supplier.Version++;
        await db.SaveChangesAsync(ct);
        http.SetETag(supplier.Version);
        return Reply.Ok(SupplierView.From(supplier));
    }
}
