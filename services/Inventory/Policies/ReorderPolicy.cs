using Atlas.Inventory.Items;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Policies;

/// <summary>How much of an item should be in a facility, and how it is got when there is less.</summary>
sealed class ReorderPolicy : ITenantOwned
{
    public const string MinMax = "min_max";
    public const string ReorderPoint = "reorder_point";
    public const string OrderUpTo = "order_up_to";
    public const string LotForLot = "lot_for_lot";
    public static readonly string[] Types = [MinMax, ReorderPoint, OrderUpTo, LotForLot];

    public const string Supplier = "supplier";
    public const string Transfer = "transfer";
    public static readonly string[] Sources = [Supplier, Transfer, "production"];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid FacilityId { get; init; }
    public required string PolicyType { get; set; }
    public decimal? MinQty { get; set; }
    public decimal? MaxQty { get; set; }
    public decimal SafetyStockQty { get; set; }
    public decimal? ReorderQty { get; set; }
    public decimal? MultipleOf { get; set; }
    public decimal? MinOrderQty { get; set; }
    public int LeadTimeDays { get; set; }
    public int? ReviewPeriodDays { get; set; }
    public string Source { get; set; } = Supplier;
    public Guid? PreferredSupplierId { get; set; }
    public Guid? SourceFacilityId { get; set; }
    public bool IsActive { get; set; } = true;

    /// <summary>Something is needed when less than this is projected. Kept, so that a query can compare with it.</summary>
    public decimal FloorQty { get; private set; }
    public string? ExternalId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    /// <summary>Ends every change: what was set must make sense together.</summary>
    /// <exception cref="RefusedException">400 with a detail for each field that does not.</exception>
    public void Settle(Item item)
    {
        var problems = Problems(item).ToList();
        if (problems.Count > 0) throw new RefusedException(Error.Invalid(problems));
        FloorQty = PolicyType switch
        {
            OrderUpTo => MaxQty!.Value,
            LotForLot => SafetyStockQty,
            _ => Math.Max(MinQty!.Value, SafetyStockQty),
        };
    }

    /// <summary>
    /// What to get when this much is projected; 0 when that is enough. Never less than the smallest order, and rounded up to a whole
    /// multiple, or else to what the item's unit can express. When it has come, nothing is needed any more.
    /// </summary>
    public decimal SuggestedQty(decimal projected, int decimals)
    {
        var shortage = FloorQty - projected;
        if (shortage <= 0) return 0;
        var wanted = PolicyType switch
        {
            MinMax => MaxQty!.Value - projected,
            ReorderPoint => Math.Max(ReorderQty!.Value, shortage),
            _ => shortage,
        };
        return RoundedUp(Math.Max(wanted, MinOrderQty ?? 0), MultipleOf ?? new decimal(1, 0, 0, false, (byte)decimals));
    }

    /// <summary>
    /// When what is missing must be there: as soon as it can be, or earlier where a demand that waits is due before that. Lot for lot
    /// only gets what is asked for, so there it is the day of the first demand, however far off.
    /// </summary>
    /// <param name="due">The first day that a waiting demand names.</param>
    /// <param name="isUrgent">Some of what waits names no day, or is missing from the safety stock.</param>
    public DateOnly NeedBy(DateOnly today, DateOnly? due, bool isUrgent)
    {
        var soonest = today.AddDays(LeadTimeDays);
        return due is { } day && (day < soonest || (PolicyType == LotForLot && !isUrgent)) ? day : soonest;
    }

    /// <summary>The last day to order for that; today when it has passed already.</summary>
    public DateOnly OrderBy(DateOnly today, DateOnly needBy)
    {
        var last = needBy.DayNumber - LeadTimeDays;
        return last > today.DayNumber ? DateOnly.FromDayNumber(last) : today;
    }

    // The remainder of decimals is exact, a quotient would not be.
    static decimal RoundedUp(decimal qty, decimal step) => qty % step is var over && over == 0 ? qty : qty - over + step;

    IEnumerable<ErrorDetail> Problems(Item item)
    {
        if (PolicyType is MinMax or ReorderPoint && MinQty is null) yield return Required("minQty");
        if (PolicyType is MinMax or OrderUpTo && MaxQty is null) yield return Required("maxQty");
        if (PolicyType is ReorderPoint && ReorderQty is null) yield return Required("reorderQty");
        if (MinQty > MaxQty) yield return new("minQty", "out_of_range", "must not be greater than maxQty", Meta("max", MaxQty));
        if (PolicyType is MinMax or OrderUpTo && SafetyStockQty > MaxQty)
            yield return new("safetyStockQty", "out_of_range", "must not be greater than maxQty", Meta("max", MaxQty));
        if (SourceFacilityId is not null && Source != Transfer)
            yield return new("sourceFacilityId", "invalid_value", "is only for the source transfer");
        if (SourceFacilityId == FacilityId) yield return new("sourceFacilityId", "invalid_value", "must be another facility");

        (string Field, decimal? Qty)[] quantities =
        [
            ("minQty", MinQty), ("maxQty", MaxQty), ("safetyStockQty", SafetyStockQty), ("reorderQty", ReorderQty), ("multipleOf", MultipleOf),
            ("minOrderQty", MinOrderQty),
        ];
        foreach (var (field, qty) in quantities)
            if (qty is { } value && decimal.Round(value, item.BaseUomDecimals) != value)
                yield return new(field, "out_of_range", $"must have at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}",
                    Meta("maxDecimals", item.BaseUomDecimals));
    }

    ErrorDetail Required(string field) => new(field, "required", $"is required for the type {PolicyType}");

    static Dictionary<string, object?> Meta(string name, object? value) => new() { [name] = value };
}
