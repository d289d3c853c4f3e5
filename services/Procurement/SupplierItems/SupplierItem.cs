using Atlas.Persistence.Tenancy;

namespace Atlas.Procurement.SupplierItems;

/// <summary>How an item can be bought from one supplier, in one unit.</summary>
sealed class SupplierItem : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid SupplierId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid UomId { get; init; }
    public required string UomCode { get; init; }
    public string? SupplierSku { get; set; }

    /// <summary>How many of the unit are in a pack; only told, never calculated with.</summary>
    public decimal? PackQty { get; set; }

    public decimal? MinOrderQty { get; set; }
    public decimal? MultipleOf { get; set; }
    public int? LeadTimeDays { get; set; }
    public required string Currency { get; set; }

    /// <summary>From a quantity on, a price per unit; by quantity.</summary>
    public List<PriceBreak> PriceBreaks { get; set; } = [];

    public bool IsPreferred { get; set; }
    public DateOnly? ValidFrom { get; set; }
    public DateOnly? ValidTo { get; set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>The least that is sold and is not less than so many.</summary>
    public decimal NextAllowed(decimal qty)
    {
        var least = Math.Max(qty, MinOrderQty ?? 0);
        return MultipleOf is { } step ? Math.Ceiling(least / step) * step : least;
    }

    /// <summary>The most that is sold and is not more than so many; null where so few are not sold.</summary>
    public decimal? LastAllowed(decimal qty)
    {
        var most = MultipleOf is { } step ? Math.Floor(qty / step) * step : qty;
        return most > 0 && most >= (MinOrderQty ?? 0) ? most : null;
    }

    public bool IsValidOn(DateOnly day) => !(day < ValidFrom) && !(day > ValidTo);

    /// <summary>The price of one unit when so many are ordered; null when none is known in that currency.</summary>
    public decimal? PriceOf(decimal qty, string currency) =>
        currency == Currency ? PriceBreaks.Where(price => price.MinQty <= qty).OrderByDescending(price => price.MinQty).FirstOrDefault()?.UnitPrice : null;
}

/// <summary>A price that holds from a quantity on.</summary>
/// <param name="MinQty">0 or more.</param>
public sealed record PriceBreak(decimal MinQty, decimal UnitPrice);
