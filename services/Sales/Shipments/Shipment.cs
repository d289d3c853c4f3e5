using Atlas.Contracts.Inventory;
using Atlas.Contracts.Sales;
using Atlas.Persistence.Tenancy;
using Atlas.Sales.Items;

namespace Atlas.Sales.Shipments;

/// <summary>What left for a customer. It never changes; what comes back is a return.</summary>
/// <remarks>The stock is Inventory's: a shipment is <see cref="Pending"/> until Inventory has said what became of it.</remarks>
sealed class Shipment : ITenantOwned
{
    public const string Pending = "pending";
    public const string Posted = "posted";
    public const string Rejected = "rejected";

    public static readonly string[] Statuses = [Pending, Posted, Rejected];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }

    /// <summary>The order's number and a count, for example <c>SO-000042-S1</c>.</summary>
    public required string ShipmentNo { get; init; }

    public Guid SalesOrderId { get; private set; }
    public required DateTimeOffset ShippedAt { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNo { get; init; }
    public string? TrackingUrl { get; init; }
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
    public List<ShipmentLine> Lines { get; private set; } = [];

    public IEnumerable<ShipmentLine> InOrder => Lines.OrderBy(line => line.LineNo);

    public static string SignalOf(Guid id) => $"shipment/{id}";

    /// <param name="taken">Which stock was taken; lines are named by their number.</param>
    public void Post(Guid transactionId, long ledgerSeq, IReadOnlyList<ShipmentPostedLine> taken, DateTimeOffset now)
    {
        (Status, TransactionId, LedgerSeq) = (Posted, transactionId, ledgerSeq);
        foreach (var line in Lines) line.Taken = [.. taken.Where(stock => stock.LineId == $"{line.LineNo}")];
        Touch(now);
    }

    public void Reject(string code, string message, DateTimeOffset now)
    {
        (Status, ErrorCode, ErrorMessage) = (Rejected, code, message);
        Touch(now);
    }

    /// <summary>What the other services are told.</summary>
    public ShipmentChanged News(string orderNo) => new(Id, Version, Status, ShipmentNo, SalesOrderId, orderNo, Status, ShippedAt, Carrier, TrackingNo, TransactionId,
        [.. InOrder.Select(line => new ShipmentLineSnapshot(line.OrderLineId, line.ItemId, line.BaseQty))], UpdatedAt);

    void Touch(DateTimeOffset now) => (UpdatedAt, Version) = (now, Version + 1);
}

/// <summary>What left of one line of the order.</summary>
sealed class ShipmentLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public Guid ShipmentId { get; private set; }
    public required int LineNo { get; init; }
    public required Guid OrderLineId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid FacilityId { get; init; }
    public required decimal Qty { get; init; }
    public required Guid UomId { get; init; }
    public required string UomCode { get; init; }
    public required long UomNumerator { get; init; }
    public required long UomDenominator { get; init; }
    public required decimal BaseQty { get; init; }

    /// <summary>With lot and serial numbers: the stock that was named; chosen by Inventory where nothing is.</summary>
    public Guid? LocationId { get; init; }

    public Guid? LotId { get; init; }
    public List<string> SerialNos { get; init; } = [];

    /// <summary>The stock that was taken, once it is posted; in base units.</summary>
    public List<ShipmentPostedLine> Taken { get; set; } = [];

    public ItemUom Uom => new(UomId, UomCode, UomNumerator, UomDenominator);
}
