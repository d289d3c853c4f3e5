using Atlas.Contracts.Procurement;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>Goods ordered from a supplier.</summary>
sealed class PurchaseOrder : ITenantOwned
{
    public const string NumberPrefix = "PO";

    public const string Draft = "draft";
    public const string PendingApproval = "pending_approval";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string Sent = "sent";
    public const string PartiallyReceived = "partially_received";
    public const string Received = "received";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    public const string Receive = "receive";

    // Which actions are possible in which status; receive is POST …/receipts.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = ["submit", "cancel"],
        [PendingApproval] = ["approve", "reject", "revise", "cancel"],
        [Approved] = ["send", Receive, "amend", "close", "cancel"],
        [Rejected] = ["revise", "cancel"],
        [Sent] = [Receive, "amend", "close", "cancel"],
        [PartiallyReceived] = [Receive, "close"],
        [Received] = ["close"],
        [Closed] = [],
        [Cancelled] = [],
    };

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>PO-000042</c>, or as the client says.</summary>
    public required string PoNo { get; init; }

    public required Guid SupplierId { get; set; }

    /// <summary>Where it is delivered.</summary>
    public required Guid FacilityId { get; set; }

    public required string Currency { get; set; }
    public DateOnly OrderDate { get; set; }
    public DateOnly? ExpectedDate { get; set; }
    public string? SupplierReference { get; set; }
    public string? PaymentTerms { get; set; }
    public string? Incoterm { get; set; }
    public Address? ShipTo { get; set; }
    public string? Notes { get; set; }
    public string? ExternalId { get; set; }
    public string Status { get; private set; } = Draft;

    /// <summary>1, and one more with each amendment.</summary>
    public int Revision { get; private set; } = 1;

    public decimal Subtotal { get; private set; }
    public decimal TaxTotal { get; private set; }
    public decimal Total { get; private set; }

    /// <summary>Receipts that are posted and not reversed.</summary>
    public int ReceiptCount { get; private set; }

    /// <summary>The number of the last one that was tried.</summary>
    public int LastReceiptNo { get; private set; }
    public Step? Submission { get; private set; }
    public Step? Approval { get; private set; }
    public Step? Rejection { get; private set; }
    public Step? Sending { get; private set; }
    public Step? Cancellation { get; private set; }
    public Step? Closing { get; private set; }

    /// <summary>Approved by the tenant's rule and not by a person.</summary>
    public bool IsApprovedByRule { get; private set; }

    /// <summary>How it was before each amendment.</summary>
    public List<Revision> EarlierRevisions { get; private set; } = [];

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<PurchaseOrderLine> Lines { get; private set; } = [];

    public IEnumerable<PurchaseOrderLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    /// <summary><c>none</c>, <c>partial</c> or <c>full</c>: decided line by line, never by sums over lines.</summary>
    public string ReceiptStatus =>
        Lines.All(line => line.ReceivedBaseQty == 0) ? "none" : Lines.All(line => line.ReceivedBaseQty >= line.BaseQty) ? "full" : "partial";

    public bool HasReceipts => Lines.Any(line => line.ReceivedBaseQty > 0 || line.PendingBaseQty > 0);

    /// <summary>Refuses unless the fields may be changed freely.</summary>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>.</exception>
    public void CheckEditable()
    {
        if (Status != Draft)
            throw new BrokenRuleException("not_editable", $"A purchase order that is {Status} cannot be changed; only a draft can. Revise or amend it.");
    }

    /// <summary>Refuses when the action is not possible now.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>, <c>has_receipts</c>.</exception>
    public void Check(string action)
    {
        if (action == "cancel" && HasReceipts && Status is not (Cancelled or Closed))
            throw new BrokenRuleException("has_receipts", "Goods were received already. Close it instead: what is open will then not come any more.");
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }

    /// <summary>Has these lines from now on, some of which it may have had before.</summary>
    public void Become(IReadOnlyCollection<PurchaseOrderLine> lines)
    {
        Lines.RemoveAll(line => !lines.Contains(line));
        Lines.AddRange(lines.Where(line => !Lines.Contains(line)).ToList());
    }

    /// <summary>Sums up the lines, after they were written.</summary>
    public void Sum()
    {
        Subtotal = Lines.Sum(line => LineTotal(line));
        TaxTotal = Lines.Sum(line => Currencies.Round(LineTotal(line) * line.TaxRate / 100, Currency));
        Total = Subtotal + TaxTotal;
    }

    public decimal LineTotal(PurchaseOrderLine line) => Currencies.Round(line.Amount, Currency);

    /// <summary>Hands it in. It is approved at once when <paramref name="isWithinRule"/>.</summary>
    public void Submit(Step step, bool isWithinRule)
    {
        Check("submit");
        (Status, Submission, Rejection) = (PendingApproval, step, null);
        if (isWithinRule) (Status, Approval, IsApprovedByRule) = (Approved, step with { By = "rule" }, true);
    }

    public void Approve(Step step)
    {
        Check("approve");
        (Status, Approval, IsApprovedByRule) = (Approved, step, false);
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
        (Status, Submission, Approval) = (Draft, null, null);
    }

    public void Send(Step step)
    {
        Check("send");
        (Status, Sending) = (Sent, step);
    }

    public void Cancel(Step step)
    {
        Check("cancel");
        (Status, Cancellation) = (Cancelled, step);
    }

    /// <summary>Keeps how it is, before an amendment changes it; it must be approved anew.</summary>
    public void BeginAmendment(Step step)
    {
        Check("amend");
        EarlierRevisions = [.. EarlierRevisions, new Revision(Revision, step.At, step.By, step.Reason, Total,
            [.. InOrder.Select(line => new RevisedLine(line.Id, line.LineNo, line.Qty, line.UnitPrice, line.ExpectedDate))])];
        (Status, Submission, Approval, Sending, Revision) = (PendingApproval, step, null, null, Revision + 1);
    }

    /// <summary>What is open on these lines will not come any more.</summary>
    public void CloseShort(IReadOnlyCollection<PurchaseOrderLine> lines, Step step)
    {
        Check("close");
        if (lines.FirstOrDefault(line => line.PendingBaseQty > 0) is { } waiting)
            throw new BrokenRuleException("receipt_pending", $"A receipt on line {waiting.LineNo} is not settled yet. Try again when it is.");
        foreach (var line in lines) line.CloseShort();
        if (lines.Count == Lines.Count || Lines.All(line => line.ReceivedBaseQty == 0 && line.IsDone)) (Status, Closing) = (Closed, step);
        else FollowReceipts();
    }

    /// <summary>Counts one more receipt; one that is refused later leaves a gap.</summary>
    public int NextReceipt() => ++LastReceiptNo;

    /// <summary>A receipt is posted: what was expected has come.</summary>
    public void TakeIn(IEnumerable<(Guid LineId, decimal BaseQty)> came)
    {
        foreach (var (id, qty) in came) Lines.Find(line => line.Id == id)!.Receive(qty);
        ReceiptCount++;
        FollowReceipts();
    }

    /// <summary>A receipt was refused: what was expected has not come.</summary>
    public void GiveUp(IEnumerable<(Guid LineId, decimal BaseQty)> came)
    {
        foreach (var (id, qty) in came) Lines.Find(line => line.Id == id)!.GiveUp(qty);
    }

    /// <summary>A receipt is reversed: what had come has not.</summary>
    public void TakeBack(IEnumerable<(Guid LineId, decimal BaseQty)> came)
    {
        foreach (var (id, qty) in came) Lines.Find(line => line.Id == id)!.TakeBack(qty);
        ReceiptCount--;
        FollowReceipts();
    }

    /// <summary>The status that follows from what has come.</summary>
    void FollowReceipts()
    {
        if (Status is Closed && Lines.Any(line => !line.IsDone)) Closing = null;
        if (Lines.All(line => line.IsDone) && Lines.Any(line => line.ReceivedBaseQty > 0)) Status = Closing is null ? Received : Closed;
        else if (Lines.Any(line => line.ReceivedBaseQty > 0)) Status = PartiallyReceived;
        else if (Status is PartiallyReceived or Received or Closed) Status = Sending is null ? Approved : Sent;
    }

    /// <summary>What the other services are told.</summary>
    public PurchaseOrderChanged News(string what) => new(
        Id, Version, what, PoNo, SupplierId, FacilityId, Currency, Status, Revision, Total, Status is Approved or Sent or PartiallyReceived,
        [.. InOrder.Select(l => new PurchaseOrderLineSnapshot(l.Id, l.LineNo, l.ItemId, l.BaseQty, l.ReceivedBaseQty, l.OpenBaseQty, l.ExpectedDate, l.RequisitionLineId,
            l.ReturnedBaseQty))],
        UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}


/// <summary>How a purchase order was before an amendment.</summary>
sealed record Revision(int Number, DateTimeOffset At, string By, string? Reason, decimal Total, IReadOnlyList<RevisedLine> Lines);

/// <summary>How one of its lines was.</summary>
sealed record RevisedLine(Guid LineId, int LineNo, decimal Qty, decimal UnitPrice, DateOnly? ExpectedDate);
