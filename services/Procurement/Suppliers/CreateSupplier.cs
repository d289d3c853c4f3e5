using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Suppliers;

/// <summary>A new supplier.</summary>
/// <param name="Code">At most 64 characters, unique.</param>
/// <param name="Status"><c>active</c>, <c>on_hold</c> or <c>inactive</c>.</param>
/// <param name="Currency">The usual one of its orders, as ISO 4217.</param>
/// <param name="OverReceiptTolerancePct">How much more than ordered may be received, in percent, where neither line nor item says so.</param>
public sealed record CreateSupplierRequest(
    string Code, string Name, string Status, string? Email, string? Phone, string? TaxId, string? Currency, int? PaymentTermsDays, int? LeadTimeDays,
    decimal? OverReceiptTolerancePct, IReadOnlyList<Address> Addresses, IReadOnlyList<Contact> Contacts, string? ExternalId)
    : IReadable<CreateSupplierRequest>
{
    public static CreateSupplierRequest Read(Fields fields) => new(
        fields.Text("code", 64), fields.Text("name", 255), fields.Choice("status", Supplier.Statuses, Supplier.Active), fields.OptionalEmail("email"),
        fields.OptionalText("phone", 64), fields.OptionalText("taxId", 64), fields.OptionalCurrency("currency"), fields.OptionalDays("paymentTermsDays"),
        fields.OptionalDays("leadTimeDays"), fields.OptionalPercent("overReceiptTolerancePct"), SupplierRules.Addresses(fields),
        SupplierRules.Contacts(fields), fields.OptionalText("externalId", 128));
}

static class CreateSupplier
{
    /// <summary>Adds a supplier.</summary>
    public static async Task<IResult> Handle(
        Body<CreateSupplierRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var supplier = new Supplier
        {
            Id = Guid.CreateVersion7(now),
            Code = request.Code,
            Name = request.Name,
            Status = request.Status,
            Email = request.Email,
            Phone = request.Phone,
            TaxId = request.TaxId,
            Currency = request.Currency,
            PaymentTermsDays = request.PaymentTermsDays,
            LeadTimeDays = request.LeadTimeDays,
            OverReceiptTolerancePct = request.OverReceiptTolerancePct,
            Addresses = [.. request.Addresses],
            Contacts = [.. request.Contacts],
            ExternalId = request.ExternalId,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await SupplierRules.DuplicateAsync(db, supplier, ct) is { } duplicate) return duplicate;
        db.Add(supplier);
        await db.SaveChangesAsync(ct);
        http.SetETag(supplier.Version);
        return Reply.Created($"/v1/procurement/suppliers/{supplier.Id}", SupplierView.From(supplier));
    }
}

/// <summary>What is asked of the fields of a supplier.</summary>
static class SupplierRules
{
    public static IReadOnlyList<Address> Addresses(Fields fields) => fields.List("addresses", 0, 20, Address.Read, required: false);

    public static IReadOnlyList<Contact> Contacts(Fields fields) => fields.List("contacts", 0, 50, Contact.Read, required: false);

    public static async Task<Error?> DuplicateAsync(ProcurementDb db, Supplier supplier, CancellationToken ct)
    {
        var taken = await db.Suppliers
            .Where(s => s.Id != supplier.Id && (s.Code == supplier.Code || (supplier.ExternalId != null && s.ExternalId == supplier.ExternalId)))
            .Select(s => new { s.Id, s.Code }).FirstOrDefaultAsync(ct);
        if (taken is null) return null;
        var field = taken.Code == supplier.Code ? "code" : "externalId";
        return Error.Conflict("duplicate_code", $"There is a supplier with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = taken.Id }));
    }
}
