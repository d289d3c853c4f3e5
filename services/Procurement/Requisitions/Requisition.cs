using Atlas.Contracts.Procurement;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Requisitions;

/// <summary>Somebody needs goods and asks that they be bought.</summary>
sealed class Requisition : ITenantOwned
{
    public const string NumberPrefix = "REQ";

    public const string Draft = "draft";
    public const string PendingApproval = "pending_approval";
    public const string Approved = "approved";
    public const string PartiallyOrdered = "partially_ordered";
    public const string Ordered = "ordered";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";

    public static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = ["submit", "cancel"],
        [PendingApproval] = ["approve", "reject", "revise", "cancel"],
        [Approved] = ["convert", "cancel"],
        [PartiallyOrdered] = ["convert", "cancel"],
        [Ordered] = [],
        [Rejected] = ["revise"],
        [Cancelled] = [],
    };

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string RequisitionNo { get; init; }

    /// <summary>Where it is needed.</summary>
    public required Guid FacilityId { get; set; }

    public string? RequestedBy { get; set; }
    public DateOnly? NeedBy { get; set; }
    public required string Priority { get; set; }
    public string? Justification { get; set; }
    public string? Notes { get; set; }
    public string? ExternalId { get; set; }
    public string Status { get; private set; } = Draft;
    public Step? Submission { get; private set; }
    public Step? Approval { get; private set; }
    public Step? Rejection { get; private set; }
    public Step? Cancellation { get; private set; }

    /// <summary>The orders that it became.</summary>
    public List<Guid> PurchaseOrderIds { get; private set; } = [];

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<RequisitionLine> Lines { get; private set; } = [];

    public IEnumerable<RequisitionLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    /// <summary>What it will cost by the estimates; lines without one count nothing.</summary>
    public decimal EstimatedTotal => Lines.Sum(line => decimal.Round(line.Qty * (line.EstimatedUnitCost ?? 0), 6));

    /// <summary>Has these lines from now on, some of which it may have had before.</summary>
    public void Become(IReadOnlyCollection<RequisitionLine> lines)
    {
        Lines.RemoveAll(line => !lines.Contains(line));
        Lines.AddRange(lines.Where(line => !Lines.Contains(line)).ToList());
    }

    /// <summary>Refuses when the action is not possible now.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>.</exception>
    public void Check(string action)
    {
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }

    public void Submit(Step step)
    {
        Check("submit");
        if (Lines.Count == 0) throw new BrokenRuleException("no_lines", "There is nothing to ask for: add a line.");
        (Status, Submission, Rejection) = (PendingApproval, step, null);
    }

    public void Approve(Step step)
    {
        Check("approve");
        (Status, Approval) = (Approved, step);
    }

    public void Reject(Step step)
    {
        Check("reject");
        (Status, Rejection) = (Rejected, step);
    }

    /// <summary>Makes it a draft again.</summary>
    public void Revise()
    {
        Check("revise");
        (Status, Submission) = (Draft, null);
    }

    /// <summary>Calls off what was not ordered yet. What was ordered stays ordered.</summary>
    public void Cancel(Step step)
    {
        Check("cancel");
        var isOrderedInPart = Status == PartiallyOrdered;
        foreach (var line in Lines.Where(line => line.ConvertedQty < line.Qty)) line.Cancel();
        (Status, Cancellation) = (isOrderedInPart ? Ordered : Cancelled, step);
    }

    /// <summary>Notes what of a line is ordered now.</summary>
    /// <exception cref="BrokenRuleException"><c>over_conversion</c>.</exception>
    public void Convert(RequisitionLine line, decimal qty, Guid purchaseOrderLineId)
    {
        Check("convert");
        if (qty > line.OpenQty)
            throw new BrokenRuleException("over_conversion", $"Line {line.LineNo} has {line.OpenQty:0.######} left to order.",
                new ErrorDetail($"lines[{line.LineNo - 1}].qty", "over_conversion", "is more than is left",
                    new Dictionary<string, object?> { ["openQty"] = line.OpenQty, ["requestedQty"] = qty }));
        line.Convert(qty, purchaseOrderLineId);
    }

    /// <summary>Notes the orders that it became now; the status follows from what was ordered.</summary>
    public void Become(IEnumerable<Guid> purchaseOrderIds)
    {
        PurchaseOrderIds = [.. PurchaseOrderIds, .. purchaseOrderIds];
        Status = Lines.All(line => line.OpenQty == 0) ? Ordered : PartiallyOrdered;
    }

    /// <summary>What the other services are told.</summary>
    public RequisitionChanged News(string what) => new(Id, Version, what, RequisitionNo, FacilityId, Status, Priority, PurchaseOrderIds, UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}
