using Atlas.Contracts.Sales;
using Atlas.Persistence.Tenancy;

namespace Atlas.Sales.Returns;

/// <summary>What a customer has sent back of an order.</summary>
/// <remarks>The stock is Inventory's: a return is <see cref="Pending"/> until Inventory has said what became of it.</remarks>
sealed class SalesReturn : ITenantOwned
{
    public const string Pending = "pending";
    public const string Posted = "posted";
    public const string Rejected = "rejected";

    /// <summary>What came back is looked at first, unless somebody says otherwise.</summary>
    public const string UsualStatus = "quarantine";

    public static readonly string[] Statuses = [Pending, Posted, Rejected];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>The order's number and a count, for example <c>SO-000042-R1</c>.</summary>
    public required string ReturnNo { get; init; }

    public required Guid SalesOrderId { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public string? Reason { get; init; }
    public string? Notes { get; init; }
    public string Status { get; private set; } = Pending;

    /// <summary>Why Inventory refused it.</summary>
    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }
    public Guid? TransactionId { get; private set; }
    public long? LedgerSeq { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<SalesReturnLine> Lines { get; private set; } = [];

    public IEnumerable<SalesReturnLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public static string SignalOf(Guid id) => $"sales-return/{id}";

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

    /// <summary>What the other services are told.</summary>
    public SalesReturnChanged News(string orderNo) => new(Id, Version, Status, ReturnNo, SalesOrderId, orderNo, Status, ReceivedAt, Reason, TransactionId,
        [.. InOrder.Select(line => new SalesReturnLineSnapshot(line.OrderLineId, line.ItemId, line.BaseQty, line.StatusId))], UpdatedAt);

    void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}

/// <summary>What came back of one line of the order.</summary>
sealed class SalesReturnLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid SalesReturnId { get; private set; }
    public required int LineNo { get; init; }
    public required Guid OrderLineId { get; init; }
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

    /// <summary>Id or code of the stock status.</summary>
    public required string StatusId { get; init; }

    public string? Reason { get; init; }
}
