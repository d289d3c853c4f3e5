using Atlas.Orders.Batches;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Orders.Orders;

/// <summary>A brand's purchase order, from its intake until it is closed (seed 000).</summary>
sealed class BrandOrder : ITenantOwned
{
    public const string Received = "received";
    public const string InProduction = "in_production";
    public const string Shipped = "shipped";
    public const string Closed = "closed";
    public const string OnHold = "on_hold";
    public const string Cancelled = "cancelled";

    public static readonly string[] Statuses = [Received, InProduction, Shipped, Closed, OnHold, Cancelled];

    // Which actions a person may take in which status. What production reports is not an action.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Received] = ["hold", "cancel"],
        [InProduction] = ["ship", "hold"],
        [Shipped] = ["close"],
        [Closed] = [],
        [OnHold] = ["resume", "cancel"],
        [Cancelled] = [],
    };

    public string TenantId { get; private set; } = null!;
    public required string Id { get; init; }

    /// <summary>The number on the purchase order; unique in the tenant.</summary>
    public required string Code { get; init; }

    public required string BrandSlug { get; init; }
    public required DateOnly ShipBy { get; set; }
    public required int TotalUnits { get; set; }
    public required int LineItemCount { get; set; }
    public string Status { get; private set; } = Received;
    public string? StatusBeforeHold { get; private set; }
    public string? ExternalId { get; init; }
    public string? Notes { get; set; }
    public string? Currency { get; set; }
    public decimal? TotalValue { get; set; }

    /// <summary>Ids of the batches that make this order, kept here so that a list needs no second query.</summary>
    public List<string> BatchIds { get; private set; } = [];

    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? ShippedAt { get; private set; }
    public DateTimeOffset? ProductionCompletedAt { get; private set; }
    public long Version { get; set; } = 1;

    public List<BrandOrderLineItem> LineItems { get; private set; } = [];

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    /// <summary>On time as long as it is not shipped, or until it was shipped, by the day that was promised.</summary>
    public bool IsOnTime(DateTimeOffset now) => DateOnly.FromDateTime((ShippedAt ?? now).UtcDateTime) <= ShipBy;

    /// <summary>Carries out what a person asks. False when it was done before, so that a repeated request changes nothing.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c> when the status does not allow it.</exception>
    public bool Take(string action, DateTimeOffset now)
    {
        var target = action switch
        {
            "ship" => Shipped,
            "close" => Closed,
            "hold" => OnHold,
            "resume" => StatusBeforeHold ?? Received,
            "cancel" => Cancelled,
            _ => throw new ArgumentException($"There is no action '{action}'.", nameof(action)),
        };
        if (Status == target || (action == "resume" && Status is Received or InProduction)) return false;
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);

        if (action == "hold") StatusBeforeHold = Status;
        if (action == "ship") ShippedAt = now;
        MoveTo(target, now);
        if (action == "resume") StatusBeforeHold = null;
        return true;
    }

    /// <summary>Notes that a batch makes this order. The first one puts a received order into production.</summary>
    /// <returns>True when the status changed.</returns>
    public bool Follow(OrderBatch batch, DateTimeOffset now)
    {
        if (!BatchIds.Contains(batch.BatchId)) BatchIds = [.. BatchIds, batch.BatchId];
        if (Status == OnHold && StatusBeforeHold == Received) StatusBeforeHold = InProduction;
        if (Status != Received)
        {
            Touch(now);
            return false;
        }

        MoveTo(InProduction, now);
        return true;
    }

    /// <summary>Notes whether production has finished. True when it just did; work that was taken up again can finish once more.</summary>
    public bool CompleteProduction(IReadOnlyCollection<OrderBatch> batches, DateTimeOffset now)
    {
        var made = batches.Where(b => b.Status != OrderBatch.Cancelled).ToList();
        if (made.Count == 0 || made.Any(b => b.Status != OrderBatch.Completed))
        {
            ProductionCompletedAt = null;
            return false;
        }

        if (ProductionCompletedAt is not null) return false;
        ProductionCompletedAt = now;
        Touch(now);
        return true;
    }

    /// <summary>
    /// Brings the order to what a repeated intake says. Day and notes may change until it is shipped; brand and lines may not,
    /// because factories have been told of them.
    /// </summary>
    /// <returns>False when it says the same already.</returns>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>.</exception>
    public bool Amend(CreateOrderRequest request, DateTimeOffset now)
    {
        if (!OrdersTheSame(request))
            throw new BrokenRuleException("not_editable", "Brand, external id and lines cannot change after intake. Cancel the order and send a new one.");
        if (ShipBy == request.ShipBy && Notes == request.Notes) return false;
        if (Status is Shipped or Closed or Cancelled)
            throw new BrokenRuleException("not_editable", $"The order is {Status}.");
        (ShipBy, Notes) = (request.ShipBy, request.Notes);
        Touch(now);
        return true;
    }

    bool OrdersTheSame(CreateOrderRequest request) =>
        BrandSlug == request.BrandSlug && ExternalId == request.ExternalId
        && LineItems.OrderBy(line => line.LineNo)
            .Select(l => (l.Sku, l.Units, l.Description, l.Color, l.Size, l.UnitPrice, l.Currency, l.ExternalLineId, l.Notes))
            .SequenceEqual(request.LineItems
                .Select(l => (l.Sku, l.Units, l.Description, l.Color, l.Size, l.UnitPrice, l.Currency, l.ExternalLineId, l.Notes)));

    /// <summary>Puts the demo rows into the status that they are shown with.</summary>
    public BrandOrder WithStatus(string status, DateTimeOffset? shippedAt = null)
    {
        (Status, ShippedAt) = (status, shippedAt);
        return this;
    }

    void MoveTo(string status, DateTimeOffset now)
    {
        Status = status;
        Touch(now);
    }

    public void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Version++;
    }
}

/// <summary>One line of a brand's order.</summary>
sealed class BrandOrderLineItem : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public string OrderId { get; private set; } = null!;

    /// <summary>For example <c>li-001</c>; unique in its order.</summary>
    public required string Id { get; init; }

    public required int LineNo { get; init; }
    public required string Sku { get; init; }
    public string? Description { get; init; }
    public string? Size { get; init; }
    public string? Color { get; init; }
    public required int Units { get; init; }
    public decimal? UnitPrice { get; init; }
    public string? Currency { get; init; }
    public string? ExternalLineId { get; init; }
    public string? Notes { get; init; }
    public int ShippedUnits { get; set; }
}
