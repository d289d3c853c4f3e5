using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Suppliers;

/// <summary>A party that goods are bought from.</summary>
/// <param name="Code">Unique in the tenant.</param>
/// <param name="Status"><c>active</c>, <c>on_hold</c> or <c>inactive</c>; only from active ones something new is ordered.</param>
/// <param name="Currency">The usual one of its orders, as ISO 4217.</param>
/// <param name="OverReceiptTolerancePct">How much more than ordered may be received, where neither line nor item says so.</param>
public sealed record SupplierView(
    Guid Id, string Code, string Name, string Status, string? Email, string? Phone, string? TaxId, string? Currency, int? PaymentTermsDays,
    int? LeadTimeDays, decimal? OverReceiptTolerancePct, IReadOnlyList<Address> Addresses,
    IReadOnlyList<Contact> Contacts, string? ExternalId, string CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, long Version)
{
    internal static SupplierView From(Supplier s) => new(
        s.Id, s.Code, s.Name, s.Status, s.Email, s.Phone, s.TaxId, s.Currency, s.PaymentTermsDays, s.LeadTimeDays, s.OverReceiptTolerancePct,
        s.Addresses, s.Contacts, s.ExternalId, s.CreatedBy, s.CreatedAt, s.UpdatedAt, s.Version);
}
