using Atlas.Contracts.Inventory;
using Atlas.Persistence.Tenancy;

namespace Atlas.Production.WorkOrders;

/// <summary>What a work order got posted to the ledger, or asks for: components that go into work, output, or what work gives back. One transaction each.</summary>
sealed class Posting : ITenantOwned
{
    /// <summary>Components go into work ahead of the output.</summary>
    public const string Issue = "issue";

    /// <summary>Output, with the components that it used.</summary>
    public const string Completion = "completion";

    /// <summary>What is in work when the order ends goes back, or is spoilt.</summary>
    public const string Clearing = "clearing";

    public const string Pending = "pending";
    public const string Posted = "posted";
    public const string Reversing = "reversing";
    public const string Reversed = "reversed";

    const int CostDecimals = 6;

    public string TenantId { get; private set; } = null!;
    public Guid WorkOrderId { get; private set; }
    public required Guid Id { get; init; }

    /// <summary>What it is asked under; counts per order.</summary>
    public required int No { get; init; }

    public required string Kind { get; init; }
    public string Status { get; private set; } = Pending;

    /// <summary>Good output, in base units.</summary>
    public decimal BaseQty { get; init; }

    /// <summary>Spoilt output, in base units.</summary>
    public decimal ScrapBaseQty { get; init; }

    /// <summary>Nothing more will be made.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What is in work is spoilt, and does not go back.</summary>
    public bool ScrapsWip { get; init; }

    public string? LotNo { get; init; }
    public Guid? LotId { get; private set; }
    public DateOnly? ExpiryDate { get; init; }
    public List<string> SerialNos { get; init; } = [];
    public Guid? LocationId { get; init; }
    public decimal OperationCost { get; init; }
    public List<Use> Uses { get; init; } = [];
    public List<ByProductOutput> ByProducts { get; init; } = [];

    /// <summary>What differs from the plan, for people.</summary>
    public List<string> Warnings { get; init; } = [];

    public required Step Step { get; init; }
    public Guid? TransactionId { get; private set; }
    public DateTimeOffset? PostedAt { get; private set; }

    /// <summary>What was taken out of stock.</summary>
    public decimal MaterialCost { get; private set; }

    public decimal OutputCost { get; private set; }
    public decimal ByProductCost { get; private set; }
    public decimal ScrapCost { get; private set; }
    public Step? Reversal { get; private set; }
    public Guid? ReversalTransactionId { get; private set; }

    public decimal ReturnedCost => Uses.Sum(use => use.Returned.Sum(part => part.Cost));

    /// <summary>What it takes over of the costs of what was issued before.</summary>
    decimal CarriedCost => ReturnedCost + Uses.Sum(use => use.FromWip.Sum(part => part.Cost));

    public void Post(ProductionPosted outcome, Guid itemId)
    {
        var made = (outcome.Lines ?? []).Where(line => line.Qty > 0).ToList();
        (Status, TransactionId, PostedAt) = (Posted, outcome.TransactionId, outcome.At);
        (MaterialCost, ScrapCost) = (outcome.MaterialCost ?? 0, outcome.ScrapCost ?? 0);
        if (Kind != Completion) return;
        LotId = made.Find(line => line.ItemId == itemId)?.LotId;
        OutputCost = made.Where(line => line.ItemId == itemId).Sum(line => line.Value);
        ByProductCost = made.Where(line => ByProducts.Exists(product => product.ItemId == line.ItemId)).Sum(line => line.Value);
    }

    public void BeginReversal(Step step) => (Status, Reversal) = (Reversing, step);

    public void Reverse(Guid transactionId) => (Status, ReversalTransactionId) = (Reversed, transactionId);

    /// <summary>The output stays made.</summary>
    public void RefuseReversal() => (Status, Reversal) = (Posted, null);

    /// <summary>What to ask of Inventory.</summary>
    public PostProduction ToCommand(WorkOrder order)
    {
        var outputs = new List<PostReceiptLine>();
        if (BaseQty > 0) outputs.Add(new("output", order.ItemId, LocationId!.Value, BaseQty, null, null, LotNo, ExpiryDate, SerialNos, null, UnitCost: null));
        outputs.AddRange(ByProducts.Select(product => new PostReceiptLine(
            $"by:{product.ItemId}", product.ItemId, LocationId!.Value, product.Qty, null, null, product.LotNo, product.LotNo is null ? null : ExpiryDate, [], null,
            product.CostSharePct == 0 ? 0 : null, product.CostSharePct == 0 ? null : product.CostSharePct)));
        outputs.AddRange(from use in Uses from part in use.Returned select new PostReceiptLine(
            $"back:{use.RequirementId}", ItemOf(use).ItemId, part.LocationId, part.Qty, null, part.LotId, null, null, part.SerialNo is null ? [] : [part.SerialNo], null,
            decimal.Round(part.Cost / part.Qty, CostDecimals)));
        return new PostProduction(
            $"{order.Id}", order.WorkOrderNo, No, At: null, Step.By, [.. Uses.SelectMany(Taken)], outputs, OperationCost, CarriedCost,
            ScrapsWip ? 1 : ScrapBaseQty, order.ItemId, order.FacilityId, IsReturn: Kind == Clearing && !ScrapsWip);

        Requirement ItemOf(Use use) => order.Requirements.Find(requirement => requirement.Id == use.RequirementId)!;

        // What is reserved is taken out of its reservation, and only the rest out of what nobody holds.
        IEnumerable<PostShipmentLine> Taken(Use use)
        {
            var need = ItemOf(use);
            foreach (var take in use.Takes)
            {
                if (take.FromReservation > 0)
                    yield return new($"{need.Id}", need.ReservationId, need.ItemId, order.FacilityId, take.FromReservation, take.LocationId, take.LotId, []);
                if (take.FromStock > 0)
                    yield return new($"free:{need.Id}", null, need.ItemId, order.FacilityId, take.FromStock, take.LocationId ?? need.LocationId, take.LotId, []);
            }
        }
    }
}

/// <summary>What a posting takes of one component.</summary>
/// <param name="PlannedQty">What the plan says.</param>
/// <param name="ScrappedQty">The part of it that goes into spoilt output.</param>
/// <param name="Takes">What leaves the stock.</param>
/// <param name="FromWip">What was issued before and is used now.</param>
/// <param name="Returned">What was issued before, is not needed and goes back.</param>
sealed record Use(
    Guid RequirementId, decimal PlannedQty, decimal ScrappedQty, IReadOnlyList<Take> Takes, IReadOnlyList<WipPart> FromWip, IReadOnlyList<WipPart> Returned)
{
    public decimal TakenQty => Takes.Sum(take => take.FromReservation + take.FromStock);

    public decimal ActualQty => TakenQty + FromWip.Sum(part => part.Qty);

    public decimal ReturnedQty => Returned.Sum(part => part.Qty);
}

/// <summary>Stock that is taken: out of the order's reservation, and out of what nobody holds.</summary>
sealed record Take(Guid? LocationId, Guid? LotId, decimal FromReservation, decimal FromStock);

/// <summary>What came into being besides.</summary>
sealed record ByProductOutput(Guid ItemId, decimal Qty, string? LotNo, decimal CostSharePct);
