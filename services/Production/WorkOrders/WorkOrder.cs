using Atlas.Contracts.Inventory;
using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Production.WorkOrders;

/// <summary>So much of an item that is to be made.</summary>
/// <remarks>
/// The stock is Inventory's. What an action asks of it is <see cref="Pending"/> until Inventory has answered: there is one at a time, and
/// nothing else happens to the order meanwhile. Only the answer changes quantities and costs.
/// </remarks>
sealed class WorkOrder : ITenantOwned
{
    public const string NumberPrefix = "WO";
    public const string DemandOfInventory = "work_order";
    public const int UsualPriority = 100;

    public const string Draft = "draft";
    public const string Released = "released";
    public const string InProgress = "in_progress";
    public const string OnHold = "on_hold";
    public const string Completed = "completed";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    public const string Releasing = "release";
    public const string Starting = "start";
    public const string Issuing = "issue";
    public const string Completing = "complete";
    public const string Holding = "hold";
    public const string Resuming = "resume";
    public const string Cancelling = "cancel";
    public const string Closing = "close";
    public const string Reversing = "reverse";

    // Which actions are possible in which status; reverse is POST …/outputs/{id}/reverse.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = [Releasing, Cancelling],
        [Released] = [Starting, Issuing, Completing, Holding, Cancelling],
        [InProgress] = [Issuing, Completing, Holding, Cancelling, Closing, Reversing],
        [OnHold] = [Resuming, Cancelling],
        [Completed] = [Closing, Reversing],
        [Closed] = [],
        [Cancelled] = [],
    };

    /// <summary>Something may still be made.</summary>
    public static readonly string[] OpenStatuses = [Draft, Released, InProgress, OnHold];

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>WO-000042</c>.</summary>
    public required string WorkOrderNo { get; init; }

    public required Guid ItemId { get; init; }
    public required string ItemNo { get; init; }
    public required Guid BomId { get; set; }
    public decimal Qty { get; private set; }
    public Guid UomId { get; private set; }
    public string UomCode { get; private set; } = null!;

    /// <summary>1 of the unit is so many base units: <c>UomNumerator</c>/<c>UomDenominator</c>, as it was when it was written.</summary>
    public long UomNumerator { get; private set; }

    public long UomDenominator { get; private set; }

    /// <summary><see cref="Qty"/> in base units.</summary>
    public decimal BaseQty { get; private set; }

    public required Guid FacilityId { get; set; }
    public Guid? OutputLocationId { get; set; }

    /// <summary>Where components are taken from that name no other place; anywhere in the facility when null.</summary>
    public Guid? SourceLocationId { get; set; }

    public DateTimeOffset? PlannedStart { get; set; }
    public DateTimeOffset? PlannedEnd { get; set; }
    public int Priority { get; set; } = UsualPriority;
    public string ConsumptionPolicy { get; set; } = WorkOrders.ConsumptionPolicy.Strict;

    /// <summary>How much more than ordered may be made, in percent.</summary>
    public decimal OverCompletionPct { get; set; }

    public string? DemandType { get; set; }
    public string? DemandId { get; set; }

    /// <summary>The batch of seed 000 that it makes.</summary>
    public string? BatchId { get; set; }

    public string? Notes { get; set; }
    public string Status { get; private set; } = Draft;
    public string? StatusBeforeHold { get; private set; }

    /// <summary>In base units, without what was reversed.</summary>
    public decimal CompletedBaseQty { get; private set; }

    /// <summary>In base units: made, and spoilt.</summary>
    public decimal ScrappedBaseQty { get; private set; }

    /// <summary>What is asked of Inventory and not answered yet.</summary>
    public PendingAction? Pending { get; private set; }

    /// <summary>What Inventory last refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Counts what is asked of Inventory.</summary>
    public int ActionNo { get; private set; }

    public string? Currency { get; private set; }

    /// <summary>What was taken out of stock for it and did not go back.</summary>
    public decimal MaterialCost { get; private set; }

    public decimal OperationCost { get; private set; }
    public decimal OutputCost { get; private set; }
    public decimal ByProductCost { get; private set; }
    public decimal ScrapCost { get; private set; }
    public List<PlannedByProduct> ByProducts { get; private set; } = [];
    public Step? Release { get; private set; }
    public Step? Start { get; private set; }
    public Step? Completion { get; private set; }
    public Step? Hold { get; private set; }
    public Step? Cancellation { get; private set; }
    public Step? Closure { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<Requirement> Requirements { get; private set; } = [];
    public List<Posting> Postings { get; private set; } = [];

    public bool HasOutput => Outputs.Any(output => output.Status is Posting.Posted or Posting.Reversing);

    /// <summary>What was made, first things first, with what was reversed.</summary>
    public IEnumerable<Posting> Outputs => Postings.Where(p => p.Kind == Posting.Completion && p.Status != Posting.Pending).OrderBy(p => p.No);

    public IReadOnlyList<string> AllowedActions =>
        [.. Actions[Status].Where(action => action switch { Cancelling => !HasOutput, Reversing => HasOutput, _ => true })];

    public decimal DoneBaseQty => CompletedBaseQty + ScrappedBaseQty;

    public decimal RemainingBaseQty => OpenStatuses.Contains(Status) ? Math.Max(0, BaseQty - DoneBaseQty) : 0;

    /// <summary>The most that may be made, spoilt output included, in base units.</summary>
    public decimal MostBaseQty => BaseQty + BaseQty * OverCompletionPct / 100;

    /// <summary>What was used and is in no output yet.</summary>
    public decimal WipCost => Requirements.Sum(requirement => requirement.Wip.Sum(part => part.Cost));

    /// <summary>What one unit of the output has cost; null before there is any.</summary>
    public decimal? UnitCost => CompletedBaseQty == 0 ? null : decimal.Round(OutputCost / InUom(CompletedBaseQty), 6, MidpointRounding.AwayFromZero);

    /// <summary>A quantity in base units as one in the order's unit, to 6 decimals: for people to read.</summary>
    public decimal InUom(decimal baseQty) => decimal.Round(baseQty * UomDenominator / UomNumerator, 6);

    public decimal ShortageOf(Requirement requirement) => OpenStatuses.Contains(Status) ? requirement.ShortageQty : 0;

    public static string SignalOf(Guid id) => $"work-order/{id}";

    public void Order(decimal qty, Items.ItemUom uom, decimal baseQty) =>
        (Qty, UomId, UomCode, UomNumerator, UomDenominator, BaseQty) = (qty, uom.Id, uom.Code, uom.Numerator, uom.Denominator, baseQty);

    /// <summary>Refuses unless the fields may be changed freely.</summary>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>, <c>action_pending</c>.</exception>
    public void CheckEditable()
    {
        if (Status != Draft) throw new BrokenRuleException("not_editable", $"A work order that is {Status} cannot be changed; only a draft can.");
        CheckNothingPending();
    }

    /// <summary>Refuses when the action is not possible now.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>, <c>has_output</c>, <c>action_pending</c>.</exception>
    public void Check(string action)
    {
        if (action == Cancelling && HasOutput && Status is not (Closed or Cancelled))
            throw new BrokenRuleException("has_output", "Something was made already. Close it instead: the rest will then not be made.");
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
        CheckNothingPending();
    }

    void CheckNothingPending()
    {
        if (Pending is not null) throw new BrokenRuleException("action_pending", $"'{Pending.Action}' is not settled yet. Try again when it is.");
    }

    // ---- actions that need no stock ----------------------------------------------------------------------------------

    public void Begin(Step step)
    {
        Check(Starting);
        (Status, Start) = (InProgress, step);
    }

    public void Pause(Step step)
    {
        Check(Holding);
        (StatusBeforeHold, Status, Hold) = (Status, OnHold, step);
    }

    public void Resume()
    {
        Check(Resuming);
        (Status, StatusBeforeHold) = (StatusBeforeHold!, null);
    }

    // ---- actions that ask Inventory: each says what to ask, and nothing else changes until the answer ------------------

    /// <summary>Settles what is needed, and asks for it to be held.</summary>
    /// <param name="policy">As in <see cref="ReserveStock"/>.</param>
    public ReserveStock BeginRelease(IEnumerable<Requirement> requirements, IEnumerable<PlannedByProduct> byProducts, string policy, Step step)
    {
        Check(Releasing);
        Requirements.AddRange(requirements);
        ByProducts = [.. byProducts];
        Ask(Releasing, step);
        return new ReserveStock(DemandOfInventory, $"{Id}", ActionNo, policy, ExpiresAt: null,
            [.. Requirements.OrderBy(r => r.LineNo).Select(r => new ReserveStockLine(
                $"{r.Id}", r.ItemId, FacilityId, r.LocationId, LotId: null, r.RequiredQty, UomId: null, PlannedStart, Priority))]);
    }

    /// <summary>Takes components out of stock, or reports output.</summary>
    public PostProduction BeginPosting(string action, Posting posting, Step step)
    {
        Check(action);
        return Post(action, posting, step);
    }

    /// <summary>Ends it for good: what is in work goes back into stock (or is spoilt, when <paramref name="scrapsWip"/>), and nothing is held any more.</summary>
    /// <returns>Null when there is nothing to give back: then it is done.</returns>
    public object? BeginEnd(string action, bool scrapsWip, Step step)
    {
        Check(action);
        var inWork = Requirements.FindAll(requirement => requirement.WipQty > 0);
        if (inWork.Count > 0)
        {
            var clearing = new Posting
            {
                Id = Guid.CreateVersion7(step.At), No = ActionNo + 1, Kind = Posting.Clearing, ScrapsWip = scrapsWip, Step = step,
                Uses = [.. inWork.Select(need => new Use(need.Id, 0, 0, [], FromWip: scrapsWip ? need.Wip : [], Returned: scrapsWip ? [] : need.Wip))],
            };
            return Post(action, clearing, step);
        }

        if (!Requirements.Exists(requirement => requirement.HoldsStock))
        {
            End(action, step);
            return null;
        }

        Ask(action, step);
        return GiveUpHolds();
    }

    /// <summary>Takes back what was reported as made.</summary>
    public ReverseProduction BeginReversal(Posting output, Step step)
    {
        if (output.Status != Posting.Posted) throw new InvalidOperationException($"Only what is posted is reversed, not what is {output.Status}.");
        Check(Reversing);
        Ask(Reversing, step, output.Id);
        output.BeginReversal(step);
        return new ReverseProduction($"{Id}", ActionNo, output.TransactionId!.Value, step.Reason, step.By);
    }

    PostProduction Post(string action, Posting posting, Step step)
    {
        Ask(action, step, posting.Id);
        Postings.Add(posting);
        return posting.ToCommand(this);
    }

    void Ask(string action, Step step, Guid? postingId = null) => (ActionNo, Pending, Refusal) = (ActionNo + 1, new(action, ActionNo + 1, step, postingId), null);

    ReleaseReservations GiveUpHolds() =>
        new(DemandOfInventory, $"{Id}", ActionNo, Cancels: Pending?.Action == Cancelling, Pending?.Step.Reason);

    // ---- answers -----------------------------------------------------------------------------------------------------

    /// <summary>True when this is the answer that is waited for.</summary>
    public bool Awaits(int actionNo) => Pending is not null && ActionNo == actionNo;

    /// <summary>Inventory has held what there is.</summary>
    public void Settle(StockReserved outcome)
    {
        foreach (var line in outcome.Lines) Requirements.Find(requirement => $"{requirement.Id}" == line.LineId)!.Reserve(line);
        (Status, Release, Pending) = (Released, Pending!.Step, null);
    }

    /// <summary>Nothing is held any more.</summary>
    public void Settle(StockReleased _)
    {
        Requirements.ForEach(requirement => requirement.LetGo());
        End(Pending!.Action, Pending.Step);
    }

    /// <summary>What was asked for is posted.</summary>
    /// <returns>What else to ask; null when nothing is.</returns>
    public ReleaseReservations? Settle(ProductionPosted outcome)
    {
        var (posting, pending) = (Postings.Find(p => p.Id == Pending!.PostingId)!, Pending!);
        posting.Post(outcome, ItemId);
        foreach (var use in posting.Uses) RequirementOf(use).Settle(posting, use, outcome.Lines ?? []);
        Currency ??= outcome.Currency;
        Count(posting, 1);
        Start ??= pending.Step;
        if (posting.Kind == Posting.Clearing) return EndAfterClearing(pending);

        (Status, Pending) = (posting.IsFinal ? Completed : InProgress, null);
        if (!posting.IsFinal) return null;
        Completion = pending.Step;
        if (!Requirements.Exists(requirement => requirement.HoldsStock)) return null;
        Requirements.ForEach(requirement => requirement.LetGo()); // What is held beyond what was needed; nobody has to wait for that.
        ActionNo++;
        return GiveUpHolds();
    }

    ReleaseReservations? EndAfterClearing(PendingAction pending)
    {
        if (Requirements.Exists(requirement => requirement.HoldsStock))
        {
            ActionNo++;
            return GiveUpHolds();
        }

        End(pending.Action, pending.Step);
        return null;
    }

    /// <summary>What was reported as made is taken back.</summary>
    public void Settle(ProductionReversed outcome)
    {
        var posting = Postings.Find(p => p.Id == Pending!.PostingId)!;
        posting.Reverse(outcome.TransactionId!.Value);
        foreach (var use in posting.Uses) RequirementOf(use).TakeBack(posting, use);
        Count(posting, -1);
        (Status, Completion, Pending) = (InProgress, null, null);
    }

    /// <summary>Inventory refuses: all is as it was before it was asked.</summary>
    public void Refuse(string code, string message)
    {
        var pending = Pending!;
        if (pending.Action == Releasing)
        {
            Requirements.Clear();
            ByProducts = [];
        }

        if (Postings.Find(p => p.Id == pending.PostingId) is { } posting)
        {
            if (pending.Action == Reversing) posting.RefuseReversal();
            else Postings.Remove(posting);
        }

        (Pending, Refusal) = (null, new(pending.No, code, message));
    }

    void End(string action, Step step)
    {
        Pending = null;
        if (action == Cancelling) (Status, Cancellation) = (Cancelled, step);
        else (Status, Closure) = (Closed, step);
    }

    void Count(Posting posting, int sign)
    {
        CompletedBaseQty += sign * posting.BaseQty;
        ScrappedBaseQty += sign * posting.ScrapBaseQty;
        MaterialCost += sign * (posting.MaterialCost - posting.ReturnedCost);
        OperationCost += sign * posting.OperationCost;
        OutputCost += sign * posting.OutputCost;
        ByProductCost += sign * posting.ByProductCost;
        ScrapCost += sign * posting.ScrapCost;
    }

    Requirement RequirementOf(Use use) => Requirements.Find(requirement => requirement.Id == use.RequirementId)!;

    // ---- news --------------------------------------------------------------------------------------------------------

    /// <summary>What the other services are told.</summary>
    public WorkOrderChanged News(string what) => new(
        Id, Version, what, WorkOrderNo, ItemId, BomId, FacilityId, Status, BaseQty, CompletedBaseQty, ScrappedBaseQty, RemainingBaseQty,
        Status is Released or InProgress or OnHold, Requirements.Exists(requirement => ShortageOf(requirement) > 0), PlannedStart, PlannedEnd, DemandType,
        DemandId, BatchId, UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}

/// <summary>What is asked of Inventory and not answered yet.</summary>
/// <param name="No">The first number that it was asked under.</param>
/// <param name="PostingId">What is to be posted or reversed.</param>
sealed record PendingAction(string Action, int No, Step Step, Guid? PostingId);

/// <summary>What Inventory refused, and why.</summary>
/// <param name="No">The number that it was asked under.</param>
sealed record Refusal(int No, string Code, string Message);

/// <summary>What comes into being besides, as it was when the order was released.</summary>
/// <param name="PerUnit">In its base unit, for one base unit of output; as <see cref="Ratio.ToString"/> writes it.</param>
sealed record PlannedByProduct(Guid ItemId, string PerUnit, int Decimals, bool HasLots, decimal CostSharePct)
{
    /// <summary>What there should be of it after so much output, rounded down.</summary>
    public decimal For(decimal doneBaseQty) => (Ratio.Parse(PerUnit) * Ratio.Of(doneBaseQty)).RoundedDown(Decimals);
}

/// <summary>How closely what is used must follow what is planned.</summary>
static class ConsumptionPolicy
{
    /// <summary>Not less than what goes in, and not more than that with what is usually spoilt.</summary>
    public const string Strict = "strict";

    /// <summary>Anything, and what differs is said.</summary>
    public const string Warning = "warning";

    /// <summary>Anything.</summary>
    public const string Flexible = "flexible";

    public static readonly string[] All = [Strict, Warning, Flexible];
}
