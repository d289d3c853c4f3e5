namespace Atlas.Procurement.SupplierItems;

/// <summary>How an item can be bought from one supplier, in one unit.</summary>
/// <param name="UomId">The unit that quantities and prices are in.</param>
/// <param name="PackQty">How many of the unit are in a pack.</param>
/// <param name="MinOrderQty">The least that is sold.</param>
/// <param name="MultipleOf">Only multiples of this are sold.</param>
/// <param name="PriceBreaks">From a quantity on, a price per unit.</param>
/// <param name="IsPreferred">The supplier that an item is bought from when nobody names one; one for each item.</param>
public sealed record SupplierItemView(
    Guid Id, Guid SupplierId, Guid ItemId, string? SupplierSku, Guid UomId, string UomCode, decimal? PackQty, decimal? MinOrderQty,
    decimal? MultipleOf, int? LeadTimeDays, string Currency, IReadOnlyList<PriceBreak> PriceBreaks, bool IsPreferred, DateOnly? ValidFrom,
    DateOnly? ValidTo, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    internal static SupplierItemView From(SupplierItem s) => new(
        s.Id, s.SupplierId, s.ItemId, s.SupplierSku, s.UomId, s.UomCode, s.PackQty, s.MinOrderQty, s.MultipleOf, s.LeadTimeDays, s.Currency,
        s.PriceBreaks, s.IsPreferred, s.ValidFrom, s.ValidTo, s.CreatedBy, s.CreatedAt, s.UpdatedAt, s.Version);
}
