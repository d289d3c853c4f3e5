using Atlas.Contracts.Procurement;
using Atlas.Persistence.Tenancy;
using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Receipts;

/// <summary>What a supplier delivered on a purchase order. It never changes; what was wrong is reversed.</summary>
/// <remarks>
/// The stock is Inventory's. A receipt is <see cref="Pending"/> until Inventory has said what became of it, and <see cref="Reversing"/>
/// until it has said so of the reversal.
/// </remarks>
sealed class Receipt : ITenantOwned
{
    public const string Pending = "pending";
    public const string Posted = "posted";
    public const string Rejected = "rejected";
    public const string Reversing = "reversing";
    public const string Reversed = "reversed";

    public static readonly string[] Statuses = [Pending, Posted, Rejected, Reversing, Reversed];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>The order's number and a count, for example <c>PO-000042-R1</c>.</summary>
    public required string ReceiptNo { get; init; }

    public required Guid PurchaseOrderId { get; init; }
    public required Guid SupplierId { get; init; }
    public required Guid FacilityId { get; init; }

    /// <summary>The supplier's delivery note; each is received once.</summary>
    public string? SupplierReference { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }
    public required string ReceivedBy { get; init; }
    public string? Notes { get; init; }
    public string Status { get; private set; } = Pending;

    /// <summary>Why Inventory refused it, or its reversal.</summary>
    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }
    public Guid? TransactionId { get; private set; }
    public long? LedgerSeq { get; private set; }
    public Step? Reversal { get; private set; }

    /// <summary>How often a reversal was asked for: one that was refused can be asked for again.</summary>
    public int ReversalNo { get; private set; }

    public Guid? ReversalTransactionId { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<ReceiptLine> Lines { get; private set; } = [];

    public IEnumerable<ReceiptLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public IReadOnlyList<string> AllowedActions => Status == Posted ? ["reverse"] : [];

    public static string SignalOf(Guid id) => $"receipt/{id}";

    public void Post(Guid transactionId, long ledgerSeq, DateTimeOffset now)
    {
        (Status, TransactionId, LedgerSeq) = (Posted, transactionId, ledgerSeq);
        Touch(now);
    }

    public void Reject(string code, string message, DateTimeOffset now)
    {
        (Status, ErrorCode, ErrorMessage) = (Rejected, code, message);
        Touch(now);
    }

    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>, <c>has_returns</c>.</exception>
    public void BeginReversal(Step step)
    {
        if (Status != Posted) throw BrokenRuleException.InvalidTransition(Status, "reverse", AllowedActions);
        if (Lines.Exists(line => line.ReturnableBaseQty < line.BaseQty))
            throw new BrokenRuleException("has_returns", "Goods of this receipt went back to the supplier. Return the rest too.");
        (Status, Reversal, ReversalNo, ErrorCode, ErrorMessage) = (Reversing, step, ReversalNo + 1, null, null);
        Touch(step.At);
    }

    public void Reverse(Guid transactionId, DateTimeOffset now)
    {
        (Status, ReversalTransactionId) = (Reversed, transactionId);
        Touch(now);
    }

    /// <summary>The goods stay received.</summary>
    public void RefuseReversal(string code, string message, DateTimeOffset now)
    {
        (Status, Reversal, ErrorCode, ErrorMessage) = (Posted, null, code, message);
        Touch(now);
    }

    /// <summary>So much of a line has gone back to the supplier.</summary>
    public void SendBack(ReceiptLine line, decimal baseQty, DateTimeOffset now)
    {
        line.SendBack(baseQty);
        Touch(now);
    }

    /// <summary>What the other services are told.</summary>
    public ReceiptChanged News(PurchaseOrder order) => new(
        Id, Version, Status, ReceiptNo, PurchaseOrderId, order.PoNo, SupplierId, FacilityId, Status, SupplierReference, ReceivedAt, TransactionId,
        [.. InOrder.Select(l => new ReceiptLineSnapshot(l.LineNo, l.PurchaseOrderLineId, l.ItemId, l.BaseQty, l.LocationId, l.LotId, l.LotNo, l.StatusId))],
        UpdatedAt);

    void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}

/// <summary>What came of one line of the order.</summary>
sealed class ReceiptLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid ReceiptId { get; private set; }
    public required int LineNo { get; init; }
    public required Guid PurchaseOrderLineId { get; init; }
    public required Guid ItemId { get; init; }
    public required decimal Qty { get; init; }
    public required Guid UomId { get; init; }
    public required string UomCode { get; init; }
    public required decimal BaseQty { get; init; }
    public required Guid LocationId { get; init; }
    public Guid? LotId { get; init; }
    public string? LotNo { get; init; }
    public DateOnly? ExpiryDate { get; init; }
    public List<string> SerialNos { get; init; } = [];

    /// <summary>Id or code of the stock status; available when null.</summary>
    public string? StatusId { get; init; }

    /// <summary>Of one base unit.</summary>
    public required decimal UnitCost { get; init; }

    /// <summary>What was refused at the dock and never came into stock, in the line's unit.</summary>
    public decimal RejectedQty { get; init; }

    public string? RejectReason { get; init; }

    /// <summary>In base units: went back to the supplier.</summary>
    public decimal ReturnedBaseQty { get; private set; }

    /// <summary>In base units: supplier returns that are not settled yet.</summary>
    public decimal PendingReturnBaseQty { get; private set; }

    /// <summary>In base units: what can still go back.</summary>
    public decimal ReturnableBaseQty => BaseQty - ReturnedBaseQty - PendingReturnBaseQty;

    public void ExpectReturn(decimal baseQty) => PendingReturnBaseQty += baseQty;

    public void SendBack(decimal baseQty) => (PendingReturnBaseQty, ReturnedBaseQty) = (PendingReturnBaseQty - baseQty, ReturnedBaseQty + baseQty);

    public void GiveUpReturn(decimal baseQty) => PendingReturnBaseQty -= baseQty;
}
