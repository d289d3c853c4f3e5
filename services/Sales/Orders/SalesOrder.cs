using Atlas.Contracts.Inventory;
using Atlas.Contracts.Sales;
using Atlas.Persistence.Tenancy;
using Atlas.Sales.Returns;
using Atlas.Sales.Settings;
using Atlas.Sales.Shipments;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>Goods sold to a customer.</summary>
/// <remarks>
/// The stock is Inventory's. What the order needs of it is asked for, and is <see cref="Pending"/> until Inventory has decided; status and lines
/// change then, and not before.
/// </remarks>
sealed class SalesOrder : ITenantOwned
{
    public const string NumberPrefix = "SO";

    /// <summary>What reservations for an order are demanded by.</summary>
    public const string DemandType = "sales_order";

    public const int UsualPriority = 100;

    public const string Draft = "draft";
    public const string Open = "open";
    public const string PartiallyShipped = "partially_shipped";
    public const string OnHold = "on_hold";
    public const string Shipped = "shipped";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    public const string Ship = "ship";
    public const string Return = "return";

    // Which actions are possible in which status; return is POST …/returns.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = ["open", "cancel"],
        [Open] = [Ship, "hold", "amend", "close", "cancel"],
        [PartiallyShipped] = [Ship, "hold", "close"],
        [OnHold] = ["resume", "cancel"],
        [Shipped] = ["close", Return],
        [Closed] = [Return],
        [Cancelled] = [],
    };

    public static readonly string[] ReservationStatuses = ["none", "partial", "full", "backordered"];
    public static readonly string[] FulfillmentStatuses = ["unfulfilled", "partial", "fulfilled"];

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>SO-000042</c>, or as the client says.</summary>
    public required string OrderNo { get; init; }

    public string? CustomerId { get; set; }
    public string? CustomerName { get; set; }
    public string? CustomerEmail { get; set; }
    public string? CustomerPhone { get; set; }
    public string? CustomerReference { get; set; }
    public string? Channel { get; set; }
    public required string Currency { get; set; }
    public DateOnly OrderDate { get; set; }
    public DateOnly? RequestedShipDate { get; set; }
    public DateOnly? PromisedDate { get; set; }

    /// <summary>Where it is shipped from, unless a line says otherwise.</summary>
    public Guid? FacilityId { get; set; }

    /// <summary>Who waits for stock with a higher one gets it first.</summary>
    public int Priority { get; set; } = UsualPriority;

    public Address? ShipTo { get; set; }
    public Address? BillTo { get; set; }

    /// <summary>One of <see cref="ReservationPolicies"/>; the tenant's when null, settled when it is opened.</summary>
    public string? ReservationPolicy { get; set; }

    public string? Notes { get; set; }
    public string? ExternalId { get; set; }
    public string Status { get; private set; } = Draft;
    public string ReservationStatus { get; private set; } = "none";
    public string FulfillmentStatus { get; private set; } = "unfulfilled";
    public decimal Subtotal { get; private set; }
    public decimal DiscountTotal { get; private set; }
    public decimal TaxTotal { get; private set; }
    public decimal Total { get; private set; }
    public Step? Opening { get; private set; }
    public Step? Holding { get; private set; }
    public Step? Closing { get; private set; }
    public Step? Cancellation { get; private set; }

    /// <summary>When it closes by itself, once all of it is shipped.</summary>
    public DateTimeOffset? ClosesAt { get; private set; }

    /// <summary>What Inventory has yet to decide.</summary>
    public PendingAction? Pending { get; private set; }

    /// <summary>Why the last thing that was asked did not happen.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The number of the last thing that was asked of Inventory.</summary>
    public int LastActionNo { get; private set; }

    /// <summary>The number of the last shipment and return that were tried.</summary>
    public int LastShipmentNo { get; private set; }

    public int LastReturnNo { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<SalesOrderLine> Lines { get; private set; } = [];
    public List<StockHold> Holds { get; private set; } = [];
    public List<Shipment> Shipments { get; private set; } = [];

    public IEnumerable<SalesOrderLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public IReadOnlyList<string> AllowedActions => Pending is not null ? []
        : [.. Actions[Status].Where(action => HasShipped ? action != "cancel" : action != Return)];

    public bool HasShipped => Lines.Any(line => line.ShippedBaseQty > 0);

    public bool HasPendingShipments => Lines.Any(line => line.PendingBaseQty > 0);

    /// <summary>True while stock is held that must be given up before the order ends.</summary>
    public bool HoldsStock => Holds.Any(hold => !hold.IsOver);

    /// <summary>False where nothing is held, and shipments take what is free.</summary>
    public bool Reserves => ReservationPolicy != ReservationPolicies.None;

    public static string SignalOf(Guid id) => $"sales-order/{id}";

    // ---- what is possible --------------------------------------------------------------------------------------------

    /// <summary>Refuses unless the fields may be changed freely.</summary>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>, <c>action_pending</c>.</exception>
    public void CheckEditable()
    {
        CheckNothingPending();
        if (Status != Draft)
            throw new BrokenRuleException("not_editable", $"A sales order that is {Status} cannot be changed; only a draft can. Amend it while it is open.");
    }

    /// <summary>Refuses when the action is not possible now.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>, <c>already_shipped</c>, <c>shipment_pending</c>, <c>action_pending</c>.</exception>
    public void Check(string action)
    {
        CheckNothingPending();
        if (action == "cancel" && HasShipped && Status != Closed)
            throw new BrokenRuleException("already_shipped", "Goods were shipped already. Close it instead: what is open will then not be shipped any more.");
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
        if (HasPendingShipments && action is ("cancel" or "close" or "amend"))
            throw new BrokenRuleException("shipment_pending", "A shipment is not settled yet. Try again when it is.");
    }

    void CheckNothingPending()
    {
        if (Pending is { } pending)
            throw new BrokenRuleException("action_pending", $"'{pending.Action}' is not settled yet. Try again when it is.");
    }

    // ---- lines and sums ----------------------------------------------------------------------------------------------

    /// <summary>Has these lines from now on, some of which it may have had before.</summary>
    public void Become(IReadOnlyList<LineFacts> lines)
    {
        Lines.RemoveAll(line => lines.All(facts => facts.Id != line.Id));
        foreach (var (index, facts) in lines.Index())
        {
            var line = Lines.Find(l => l.Id == facts.Id);
            if (line is null) Lines.Add(line = new SalesOrderLine { Id = facts.Id });
            line.Become(facts, index + 1);
        }

        Sum();
    }

    /// <summary>Sums up the lines, each rounded to the currency's minor unit.</summary>
    public void Sum()
    {
        Subtotal = Lines.Sum(Gross);
        DiscountTotal = Lines.Sum(line => Gross(line) - LineTotal(line));
        TaxTotal = Lines.Sum(line => Currencies.Round(LineTotal(line) * line.TaxRate / 100, Currency));
        Total = Subtotal - DiscountTotal + TaxTotal;
    }

    /// <summary>What the line costs after discount, before tax.</summary>
    public decimal LineTotal(SalesOrderLine line) => Gross(line) - Currencies.Round(line.Discount, Currency);

    decimal Gross(SalesOrderLine line) => Currencies.Round(line.Qty * line.UnitPrice, Currency);

    // ---- steps that need nobody else ---------------------------------------------------------------------------------

    public void Hold(Step step)
    {
        Check("hold");
        (Status, Holding) = (OnHold, step);
    }

    /// <summary>Goes on where it was.</summary>
    public void Resume(DateTimeOffset? closesAt)
    {
        Check("resume");
        (Status, Holding) = (Open, null);
        FollowShipments(closesAt);
    }

    // ---- what Inventory decides --------------------------------------------------------------------------------------

    /// <summary>Is to be opened with a policy. Without reservations it is open at once.</summary>
    /// <returns>What to ask of Inventory; null when there is nothing.</returns>
    public ReserveStock? BeginOpening(Step step, string policy)
    {
        Check("open");
        if (policy == ReservationPolicies.None)
        {
            (Status, Opening, ReservationPolicy, Refusal) = (Open, step, policy, null);
            return null;
        }

        Begin(new PendingAction("open", LastActionNo + 1, step, policy));
        return Demand(policy, [.. InOrder.Select(line => Need(FactsOf(line), RequestedShipDate, null))], []);
    }

    /// <summary>Is to have other lines. Where that needs no other stock, it has them at once.</summary>
    /// <returns>What to ask of Inventory; null when there is nothing.</returns>
    public ReserveStock? BeginAmendment(Step step, Amendment amendment)
    {
        Check("amend");
        var (needs, releases) = Reserves ? Differences(amendment) : ([], []);
        if (needs.Count == 0 && releases.Count == 0)
        {
            Apply(amendment);
            Refusal = null;
            return null;
        }

        Begin(new PendingAction("amend", LastActionNo + 1, step, Amendment: amendment, Releases: releases));
        return Demand(ReservationPolicy!, needs, releases);
    }

    /// <summary>Is to be cancelled, or closed; at once where it holds nothing.</summary>
    /// <returns>What to ask of Inventory; null when there is nothing.</returns>
    public ReleaseReservations? BeginEnd(string action, Step step)
    {
        Check(action);
        if (!HoldsStock)
        {
            End(action, step);
            return null;
        }

        Begin(new PendingAction(action, LastActionNo + 1, step));
        return new ReleaseReservations(DemandType, Id.ToString(), LastActionNo, Cancels: true, step.Reason);
    }

    /// <summary>Inventory has reserved what was asked for.</summary>
    public void Settle(IEnumerable<HeldStock> holds)
    {
        var pending = Pending!;
        foreach (var id in pending.Releases ?? []) Holds.Find(hold => hold.ReservationId == id)?.End();
        if (pending.Amendment is { } amendment) Apply(amendment);
        else (Status, Opening, ReservationPolicy) = (Open, pending.Step, pending.Policy);
        (Pending, Refusal) = (null, null);
        foreach (var hold in holds) Follow(hold);
        FollowHolds();
    }

    /// <summary>Inventory has given up what was held.</summary>
    public void SettleEnd()
    {
        var pending = Pending!;
        foreach (var hold in Holds) hold.End();
        (Pending, Refusal) = (null, null);
        End(pending.Action, pending.Step);
    }

    /// <summary>Inventory has refused: all is as it was.</summary>
    public void Refuse(string code, string message, IReadOnlyList<Shortage> shortages, DateTimeOffset now) =>
        (Refusal, Pending) = (new Refusal(Pending!.Action, Pending.No, code, message, now, shortages), null);

    /// <summary>Whoever asked knows of the refusal.</summary>
    public void ForgetRefusal() => Refusal = null;

    /// <summary>Takes over what a reservation holds now. False when that is no news.</summary>
    public bool Follow(HeldStock news)
    {
        if (!Guid.TryParse(news.DemandLineId, out var lineId)) return false;
        var hold = Holds.Find(h => h.ReservationId == news.ReservationId);
        // Also one that holds nothing any more: older news of it may still come.
        if (hold is null) Holds.Add(hold = new StockHold { ReservationId = news.ReservationId, LineId = lineId });

        if (!hold.Follow(news)) return false;
        FollowHolds();
        return true;
    }

    void Begin(PendingAction pending) => (Pending, LastActionNo, Refusal) = (pending, pending.No, null);

    void Apply(Amendment amendment)
    {
        (RequestedShipDate, PromisedDate) = (amendment.RequestedShipDate ?? RequestedShipDate, amendment.PromisedDate ?? PromisedDate);
        Become(amendment.Lines);
        FollowHolds();
    }

    void End(string action, Step step)
    {
        foreach (var line in Lines) line.Cancel();
        if (action == "cancel") (Status, Cancellation) = (Cancelled, step);
        else (Status, Closing) = (Closed, step);
        ClosesAt = null;
        FollowHolds();
    }

    ReserveStock Demand(string policy, IReadOnlyList<ReserveStockLine> lines, IReadOnlyList<Guid> releases) =>
        new(DemandType, Id.ToString(), LastActionNo, policy, null, lines, releases.Count > 0 ? releases : null);

    ReserveStockLine Need(LineFacts line, DateOnly? shipDate, Guid? reservationId) => new(
        line.Id.ToString(), line.ItemId, (line.FacilityId ?? FacilityId)!.Value, null, line.LotId, line.BaseQty, null,
        shipDate is { } day ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null, Priority, reservationId);

    // Only what changes is asked for: a line that stays what it is keeps what it holds, and its place among those who wait.
    (List<ReserveStockLine> Needs, List<Guid> Releases) Differences(Amendment amendment)
    {
        var (needs, releases) = (new List<ReserveStockLine>(), new List<Guid>());
        var shipDate = amendment.RequestedShipDate ?? RequestedShipDate;
        foreach (var gone in Lines.Where(line => amendment.Lines.All(facts => facts.Id != line.Id))) releases.AddRange(HoldsOf(gone).Select(hold => hold.ReservationId));
        foreach (var facts in amendment.Lines)
        {
            var (before, kept) = (Lines.Find(line => line.Id == facts.Id), default(Guid?));
            if (before is not null)
            {
                var isSame = (before.ItemId, before.FacilityId, before.LotId) == (facts.ItemId, facts.FacilityId, facts.LotId);
                if (isSame && before.BaseQty == facts.BaseQty)
                {
                    // What it holds is needed on another day.
                    if (shipDate != RequestedShipDate) needs.AddRange(HoldsOf(before).Select(hold => Need(facts, shipDate, hold.ReservationId) with { Qty = hold.HeldBaseQty }));
                    continue;
                }

                var held = HoldsOf(before).Select(hold => hold.ReservationId).ToList();
                if (isSame && held.Count > 0) (kept, held) = (held[0], held[1..]);
                releases.AddRange(held);
            }

            needs.Add(Need(facts, shipDate, kept));
        }

        return (needs, releases);
    }

    static LineFacts FactsOf(SalesOrderLine l) => new(l.Id, l.ItemId, l.ItemNo, l.Description, l.Qty, l.UomId, l.UomCode, l.UomNumerator, l.UomDenominator,
        l.BaseQty, l.UnitPrice, l.Discount, l.TaxRate, l.FacilityId, l.LotId);

    // ---- what is held ------------------------------------------------------------------------------------------------

    /// <summary>What reservations hold for a line, always in the same order.</summary>
    public IEnumerable<StockHold> HoldsOf(SalesOrderLine line) =>
        Holds.Where(hold => hold.LineId == line.Id && !hold.IsOver).OrderBy(hold => hold.ReservationId);

    /// <summary>In base units: what stock stands behind.</summary>
    public decimal ReservedBaseQty(SalesOrderLine line) => HoldsOf(line).Sum(hold => hold.HeldBaseQty - hold.BackorderedBaseQty);

    public decimal AllocatedBaseQty(SalesOrderLine line) => HoldsOf(line).Sum(hold => hold.AllocatedBaseQty);

    public decimal BackorderedBaseQty(SalesOrderLine line) => HoldsOf(line).Sum(hold => hold.BackorderedBaseQty);

    // Line by line, never by sums over lines.
    void FollowHolds()
    {
        var open = Lines.Where(line => line.OpenBaseQty > 0).ToList();
        ReservationStatus = open.Count > 0 && open.All(line => ReservedBaseQty(line) >= line.OpenBaseQty) ? "full"
            : open.Any(line => ReservedBaseQty(line) > 0) ? "partial"
            : open.Any(line => BackorderedBaseQty(line) > 0) ? "backordered" : "none";
    }

    // ---- shipments and returns ---------------------------------------------------------------------------------------

    /// <summary>Counts one more shipment; one that is refused later leaves a gap.</summary>
    public int NextShipment() => ++LastShipmentNo;

    public int NextReturn() => ++LastReturnNo;

    /// <summary>A shipment is under way: it counts until it is settled, so that no two can both take the last of a line.</summary>
    public void Expect(Shipment shipment)
    {
        foreach (var (line, qty) in ByLine(shipment)) line.Expect(qty);
        Shipments.Add(shipment);
    }

    /// <summary>A shipment is posted.</summary>
    /// <param name="closesAt">When the order closes by itself, if all of it is shipped now.</param>
    public void TakeOut(Shipment shipment, IEnumerable<HeldStock> holds, DateTimeOffset? closesAt)
    {
        foreach (var (line, qty) in ByLine(shipment)) line.Ship(qty);
        foreach (var hold in holds) Follow(hold);
        FollowHolds();
        FollowShipments(closesAt);
    }

    /// <summary>A shipment was refused: nothing has left.</summary>
    public void GiveUp(Shipment shipment)
    {
        foreach (var (line, qty) in ByLine(shipment)) line.GiveUp(qty);
    }

    public void ExpectReturn(SalesReturn back)
    {
        foreach (var (line, qty) in ByLine(back)) line.ExpectReturn(qty);
    }

    public void TakeBack(SalesReturn back)
    {
        foreach (var (line, qty) in ByLine(back)) line.Return(qty);
    }

    public void GiveUpReturn(SalesReturn back)
    {
        foreach (var (line, qty) in ByLine(back)) line.GiveUpReturn(qty);
    }

    IEnumerable<(SalesOrderLine Line, decimal BaseQty)> ByLine(Shipment shipment) =>
        shipment.Lines.GroupBy(line => line.OrderLineId).Select(lines => (Lines.Find(l => l.Id == lines.Key)!, lines.Sum(line => line.BaseQty)));

    IEnumerable<(SalesOrderLine Line, decimal BaseQty)> ByLine(SalesReturn back) =>
        back.Lines.GroupBy(line => line.OrderLineId).Select(lines => (Lines.Find(l => l.Id == lines.Key)!, lines.Sum(line => line.BaseQty)));

    // The status that follows from what has left. An order on hold waits with it until it goes on.
    void FollowShipments(DateTimeOffset? closesAt)
    {
        FulfillmentStatus = !HasShipped ? "unfulfilled" : Lines.All(line => line.ShippedBaseQty >= line.BaseQty) ? "fulfilled" : "partial";
        if (Status is not (Open or PartiallyShipped) || !HasShipped) return;
        (Status, ClosesAt) = Lines.All(line => line.OpenBaseQty == 0) ? (Shipped, closesAt) : (PartiallyShipped, null);
    }

    /// <summary>What the other services are told.</summary>
    public SalesOrderChanged News(string what) => new(
        Id, Version, what, OrderNo, CustomerId, Channel, Currency, Status, ReservationStatus, FulfillmentStatus, Total, FacilityId,
        [.. InOrder.Select(l => new SalesOrderLineSnapshot(l.Id, l.LineNo, l.ItemId, l.FacilityId ?? FacilityId, l.BaseQty, ReservedBaseQty(l), BackorderedBaseQty(l),
            l.ShippedBaseQty, l.CancelledBaseQty, l.ReturnedBaseQty))],
        UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}
