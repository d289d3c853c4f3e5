using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

/// <summary>The terms on which a supplier sells an item; what of them a body names.</summary>
public record SupplierItemTerms
{
    const int MaxBreaks = 100;

    static readonly string[] MayBeTakenAway =
        ["supplierSku", "packQty", "minOrderQty", "multipleOf", "leadTimeDays", "priceBreaks", "isPreferred", "validFrom", "validTo"];

    public string? SupplierSku { get; init; }

    /// <summary>How many of the unit are in a pack.</summary>
    public decimal? PackQty { get; init; }

    /// <summary>The least that is sold.</summary>
    public decimal? MinOrderQty { get; init; }

    /// <summary>Only multiples of this are sold.</summary>
    public decimal? MultipleOf { get; init; }

    public int? LeadTimeDays { get; init; }

    /// <summary>Of the prices, as ISO 4217; the supplier's when absent.</summary>
    public string? Currency { get; init; }

    /// <summary>From a quantity on, a price per unit; each quantity once.</summary>
    public IReadOnlyList<PriceBreak> PriceBreaks { get; init; } = [];

    /// <summary>Buy the item here when nobody names a supplier. Whoever was preferred before is so no more.</summary>
    public bool IsPreferred { get; init; }

    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }

    HashSet<string> Named { get; init; } = [];

    private protected static T Read<T>(Fields fields) where T : SupplierItemTerms, new()
    {
        var terms = new T
        {
            SupplierSku = fields.OptionalText("supplierSku", 128),
            PackQty = fields.OptionalQty("packQty"),
            MinOrderQty = fields.OptionalQty("minOrderQty"),
            MultipleOf = fields.OptionalQty("multipleOf"),
            LeadTimeDays = fields.OptionalDays("leadTimeDays"),
            Currency = fields.OptionalCurrency("currency"),
            PriceBreaks = fields.List("priceBreaks", 0, MaxBreaks, ReadBreak, required: false),
            IsPreferred = fields.Boolean("isPreferred", false),
            ValidFrom = fields.OptionalDate("validFrom"),
            ValidTo = fields.OptionalDate("validTo"),
            Named = [.. MayBeTakenAway.Where(fields.Has)],
        };
        if (terms.PriceBreaks.DistinctBy(price => price.MinQty).Count() != terms.PriceBreaks.Count)
            fields.Refuse("priceBreaks", "invalid_value", "must name each quantity once");
        return terms;
    }

    static PriceBreak ReadBreak(Fields fields) => new(
        fields.OptionalDecimal("minQty", 0, StockFields.MaxQty) ?? 0, fields.OptionalMoney("unitPrice", required: true) ?? 0);

    internal void ApplyTo(SupplierItem item)
    {
        item.SupplierSku = Named.Contains("supplierSku") ? SupplierSku : item.SupplierSku;
        item.PackQty = Named.Contains("packQty") ? PackQty : item.PackQty;
        item.MinOrderQty = Named.Contains("minOrderQty") ? MinOrderQty : item.MinOrderQty;
        item.MultipleOf = Named.Contains("multipleOf") ? MultipleOf : item.MultipleOf;
        item.LeadTimeDays = Named.Contains("leadTimeDays") ? LeadTimeDays : item.LeadTimeDays;
        item.Currency = Currency ?? item.Currency;
        item.PriceBreaks = Named.Contains("priceBreaks") ? [.. PriceBreaks.OrderBy(price => price.MinQty)] : item.PriceBreaks;
        item.IsPreferred = Named.Contains("isPreferred") ? IsPreferred : item.IsPreferred;
        item.ValidFrom = Named.Contains("validFrom") ? ValidFrom : item.ValidFrom;
        item.ValidTo = Named.Contains("validTo") ? ValidTo : item.ValidTo;
        if (item.ValidTo < item.ValidFrom) throw new RefusedException(Error.Invalid(new ErrorDetail("validTo", "out_of_range", "must not be before validFrom")));
    }

    /// <summary>Of all that sell an item, at most one is preferred.</summary>
    internal static async Task PreferAsync(ProcurementDb db, SupplierItem preferred, CancellationToken ct)
    {
        if (!preferred.IsPreferred) return;
        foreach (var other in await db.SupplierItems.Where(s => s.ItemId == preferred.ItemId && s.IsPreferred && s.Id != preferred.Id).ToListAsync(ct))
            (other.IsPreferred, other.UpdatedAt, other.Version) = (false, preferred.UpdatedAt, other.Version + 1);
    }
}
