using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>
/// Stock that goes from one facility to another. What has left is in transit until it has arrived or is lost. How much is where is
/// never kept as a number: it is the sum of the movements, each of which stands for lines of the ledger.
/// </summary>
sealed class Transfer : ITenantOwned
{
    public const string Draft = "draft";
    public const string Approved = "approved";
    public const string InTransit = "in_transit";
    public const string PartiallyReceived = "partially_received";
    public const string Received = "received";
    public const string ClosedShort = "closed_short";
    public const string Cancelled = "cancelled";
    public static readonly string[] Statuses = [Draft, Approved, InTransit, PartiallyReceived, Received, ClosedShort, Cancelled];

    /// <summary>Of its transactions in the ledger, and of the reservations that hold stock for it.</summary>
    public const string SourceType = "transfer";
    public const string NumberPrefix = "TRF";
    public const int MaxLines = 200;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string TransferNo { get; init; }
    public required Guid FromFacilityId { get; set; }
    public required Guid ToFacilityId { get; set; }
    public string Status { get; private set; } = Draft;
    public DateOnly? RequestedShipDate { get; set; }
    public DateOnly? ExpectedArrival { get; set; }
    public string? Carrier { get; set; }
    public string? TrackingNo { get; set; }
    public string? Notes { get; set; }
    public string? ExternalId { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public string? Reason { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? ApprovedBy { get; private set; }

    /// <summary>When the first of it left.</summary>
    public DateTimeOffset? ShippedAt { get; private set; }
    public string? ShippedBy { get; private set; }

    /// <summary>When the last of it arrived.</summary>
    public DateTimeOffset? ReceivedAt { get; private set; }
    public string? ReceivedBy { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string? ClosedBy { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CancelledBy { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    public List<TransferLine> Lines { get; private set; } = [];

    /// <summary>Everything that was shipped, received and lost, in this order of events.</summary>
    public List<TransferMovement> Movements { get; private set; } = [];

    /// <summary>Those of the movements that are not written down yet.</summary>
    public List<TransferMovement> NewMovements { get; private set; } = [];

    /// <summary>What can be done with it now.</summary>
    public IReadOnlyList<string> AllowedActions => Status switch
    {
        Draft => ["update", "approve", "ship", "cancel"],
        Approved => ["ship", "cancel"],
        InTransit or PartiallyReceived =>
        [
            .. Lines.Any(line => LeftToShip(line) > 0) ? ["ship"] : Array.Empty<string>(),
            .. Lines.Any(line => TransitQty(line) > 0) ? ["receive"] : Array.Empty<string>(),
            "close",
        ],
        _ => [],
    };

    public decimal ShippedQty(TransferLine line) => Sum(line, TransferMovement.Ship);

    public decimal ReceivedQty(TransferLine line) => Sum(line, TransferMovement.Receive);

    public decimal LostQty(TransferLine line) => Sum(line, TransferMovement.Lose);

    public decimal LeftToShip(TransferLine line) => line.Qty - ShippedQty(line);

    /// <summary>What has left and neither arrived nor is lost.</summary>
    public decimal TransitQty(TransferLine line) => ShippedQty(line) - ReceivedQty(line) - LostQty(line);

    /// <summary>The stock of a line that is in transit, by lot, serial number and status, what left first before the rest.</summary>
    public IEnumerable<TransitStock> InTransitOf(TransferLine line) => Movements.Where(m => m.LineId == line.Id)
        .GroupBy(m => (m.LotId, m.SerialNo, m.StatusId))
        .Select(stock => new TransitStock(stock.Key.LotId, stock.Key.SerialNo, stock.Key.StatusId, stock.Sum(m => m.Kind == TransferMovement.Ship ? m.Qty : -m.Qty)))
        .Where(stock => stock.Qty > 0);

    /// <summary>Nothing is left that could be shipped.</summary>
    public bool IsShipped() => Lines.All(line => LeftToShip(line) == 0);

    /// <summary>Nothing is on its way.</summary>
    public bool IsNothingInTransit() => Lines.All(line => TransitQty(line) == 0);

    /// <summary>A copy to change; lines do not change any more once it is approved.</summary>
    public Transfer Copy()
    {
        var copy = (Transfer)MemberwiseClone();
        (copy.Movements, copy.NewMovements) = ([.. Movements], [.. NewMovements]);
        return copy;
    }

    public void Approve(DateTimeOffset now, string by)
    {
        Require("approve");
        (Status, ApprovedAt, ApprovedBy) = (Approved, now, by);
    }

    /// <summary>Notes what has left.</summary>
    public void Ship(IEnumerable<TransferMovement> shipped, DateTimeOffset now, string by)
    {
        Require("ship");
        Note(shipped);
        if (Lines.Any(line => LeftToShip(line) < 0)) throw new ArgumentException("More was shipped than a line asks for.", nameof(shipped));
        if (Status is Draft or Approved) (Status, ShippedAt, ShippedBy) = (InTransit, now, by);
    }

    /// <summary>Notes what has arrived. When everything has, the transfer is done.</summary>
    public void Receive(IEnumerable<TransferMovement> received, DateTimeOffset now, string by)
    {
        Require("receive");
        Note(received);
        if (Lines.Any(line => TransitQty(line) < 0)) throw new ArgumentException("More was received than had been shipped.", nameof(received));
        Status = Lines.All(line => ReceivedQty(line) == line.Qty) ? Received : PartiallyReceived;
        if (Status == Received) (ReceivedAt, ReceivedBy) = (now, by);
    }

    /// <summary>Ends it: what is in transit is lost, and what has not left stays.</summary>
    public void Close(IEnumerable<TransferMovement> lost, string reason, DateTimeOffset now, string by)
    {
        Require("close");
        Note(lost);
        if (!IsNothingInTransit()) throw new ArgumentException("Something is still in transit.", nameof(lost));
        (Status, Reason, ClosedAt, ClosedBy) = (ClosedShort, reason, now, by);
    }

    public void Cancel(string? reason, DateTimeOffset now, string by)
    {
        Require("cancel");
        (Status, Reason, CancelledAt, CancelledBy) = (Cancelled, reason, now, by);
    }

    /// <summary>Refuses an action that is not possible now.</summary>
    public void Require(string action)
    {
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }

    void Note(IEnumerable<TransferMovement> movements)
    {
        foreach (var movement in movements)
        {
            Movements.Add(movement);
            NewMovements.Add(movement);
        }
    }

    decimal Sum(TransferLine line, string kind) => Movements.Where(m => m.LineId == line.Id && m.Kind == kind).Sum(m => m.Qty);
}

/// <summary>How much of which item is to go.</summary>
sealed class TransferLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid TransferId { get; init; }
    public required int LineNo { get; init; }
    public required Guid ItemId { get; set; }

    /// <summary>In the item's base unit.</summary>
    public required decimal Qty { get; set; }
    public required Guid UomId { get; set; }
    public Guid? FromLocationId { get; set; }
    public Guid? ToLocationId { get; set; }
    public Guid? LotId { get; set; }
}

/// <summary>Stock of one line that was shipped, received or lost: as it is in the ledger, which cannot say for which line it was.</summary>
sealed class TransferMovement : ITenantOwned
{
    public const string Ship = "ship";
    public const string Receive = "receive";
    public const string Lose = "lose";

    public string TenantId { get; private set; } = null!;
    public required Guid TransferId { get; init; }

    /// <summary>Counts the movements of a transfer, from 1.</summary>
    public required int Nr { get; init; }
    public required Guid LineId { get; init; }
    public required string Kind { get; init; }
    public required Guid TransactionId { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid LotId { get; init; }
    public required string SerialNo { get; init; }

    /// <summary>The status in which it travels.</summary>
    public required Guid StatusId { get; init; }

    /// <summary>Where it left from or arrived; null for what is lost.</summary>
    public Guid? LocationId { get; init; }

    /// <summary>In the item's base unit; always above 0.</summary>
    public required decimal Qty { get; init; }
    public string? Carrier { get; init; }
    public string? TrackingNo { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>Stock in transit.</summary>
readonly record struct TransitStock(Guid LotId, string SerialNo, Guid StatusId, decimal Qty);
