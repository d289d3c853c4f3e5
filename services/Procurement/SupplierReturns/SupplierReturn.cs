using Atlas.Contracts.Procurement;
using Atlas.Persistence.Tenancy;
using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Received goods of one purchase order that go back to the supplier.</summary>
/// <remarks>
/// The stock is Inventory's: a return is <see cref="Shipping"/> until Inventory has said what became of it, and a draft again when it refused.
/// </remarks>
sealed class SupplierReturn : ITenantOwned
{
    public const string NumberPrefix = "SR";

    public const string Draft = "draft";
    public const string Shipping = "shipping";
    public const string Shipped = "shipped";
    public const string Closed = "closed";
    public const string Cancelled = "cancelled";

    // Which actions are possible in which status.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Draft] = ["ship", "cancel"],
        [Shipping] = [],
        [Shipped] = ["close"],
        [Closed] = [],
        [Cancelled] = [],
    };

    public static IReadOnlyCollection<string> Statuses => Actions.Keys;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>For example <c>SR-000042</c>.</summary>
    public required string ReturnNo { get; init; }

    public required Guid PurchaseOrderId { get; init; }
    public required Guid SupplierId { get; init; }
    public required Guid FacilityId { get; init; }

    /// <summary>Under which number the supplier expects it.</summary>
    public string? SupplierReference { get; set; }

    public string? Reason { get; set; }
    public string? Notes { get; set; }
    public string Status { get; private set; } = Draft;
    public DateTimeOffset? ShippedAt { get; private set; }
    public string? Carrier { get; private set; }
    public string? TrackingNo { get; private set; }

    /// <summary>How often it was tried to ship it: what Inventory refused can be tried again.</summary>
    public int ShippingNo { get; private set; }

    /// <summary>Why Inventory refused to ship it, the last time.</summary>
    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }
    public Guid? TransactionId { get; private set; }
    public long? LedgerSeq { get; private set; }
    public Step? Shipment { get; private set; }
    public Step? Closing { get; private set; }
    public Step? Cancellation { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<SupplierReturnLine> Lines { get; private set; } = [];

    public IEnumerable<SupplierReturnLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    public static string SignalOf(Guid id) => $"supplier-return/{id}";

    /// <summary>Refuses unless the fields may be changed freely.</summary>
    /// <exception cref="BrokenRuleException"><c>not_editable</c>.</exception>
    public void CheckEditable()
    {
        if (Status != Draft) throw new BrokenRuleException("not_editable", $"A supplier return that is {Status} cannot be changed; only a draft can.");
    }

    /// <summary>Has these lines from now on.</summary>
    public void Become(IEnumerable<SupplierReturnLine> lines)
    {
        Lines.Clear();
        Lines.AddRange(lines);
    }

    /// <summary>Hands it to Inventory.</summary>
    /// <param name="shippedAt">When it left.</param>
    public void BeginShipping(Step step, DateTimeOffset shippedAt, string? carrier, string? trackingNo)
    {
        Check("ship");
        (Status, Shipment, ShippedAt, Carrier, TrackingNo) = (Shipping, step, shippedAt, carrier, trackingNo);
        (ShippingNo, ErrorCode, ErrorMessage) = (ShippingNo + 1, null, null);
        Touch(step.At);
    }

    /// <summary>Inventory has posted it.</summary>
    public void Ship(Guid transactionId, long ledgerSeq, DateTimeOffset now)
    {
        (Status, TransactionId, LedgerSeq) = (Shipped, transactionId, ledgerSeq);
        Touch(now);
    }

    /// <summary>Inventory has refused it: it is a draft as before.</summary>
    public void RefuseShipping(string code, string message, DateTimeOffset now)
    {
        (Status, Shipment, ShippedAt, Carrier, TrackingNo) = (Draft, null, null, null, null);
        (ErrorCode, ErrorMessage) = (code, message);
        Touch(now);
    }

    /// <summary>The supplier has settled it.</summary>
    public void Close(Step step)
    {
        Check("close");
        (Status, Closing) = (Closed, step);
        Touch(step.At);
    }

    public void Cancel(Step step)
    {
        Check("cancel");
        (Status, Cancellation) = (Cancelled, step);
        Touch(step.At);
    }

    /// <summary>What the other services are told.</summary>
    public SupplierReturnChanged News(PurchaseOrder order, string what) => new(
        Id, Version, what, ReturnNo, PurchaseOrderId, order.PoNo, SupplierId, FacilityId, Status, SupplierReference, Reason, ShippedAt, Carrier, TrackingNo,
        TransactionId, [.. InOrder.Select(l => new SupplierReturnLineSnapshot(l.ReceiptId, l.ReceiptLineNo, l.PurchaseOrderLineId, l.ItemId, l.BaseQty, l.Reason))],
        UpdatedAt);

    public void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);

    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>.</exception>
    void Check(string action)
    {
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }
}

/// <summary>What goes back of one line of a receipt.</summary>
sealed class SupplierReturnLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid SupplierReturnId { get; private set; }
    public required Guid Id { get; init; }
    public required int LineNo { get; init; }
    public required Guid ReceiptId { get; init; }
    public required int ReceiptLineNo { get; init; }
    public required Guid PurchaseOrderLineId { get; init; }
    public required Guid ItemId { get; init; }
    public required decimal Qty { get; init; }
    public required Guid UomId { get; init; }
    public required string UomCode { get; init; }
    public required decimal BaseQty { get; init; }
    public required Guid LocationId { get; init; }

    /// <summary>The lot that was received; by id or by number, as it was named then.</summary>
    public Guid? LotId { get; init; }

    public string? LotNo { get; init; }
    public List<string> SerialNos { get; init; } = [];

    /// <summary>Id or code of the stock status; available when null.</summary>
    public string? StatusId { get; init; }

    public string? Reason { get; init; }
}
