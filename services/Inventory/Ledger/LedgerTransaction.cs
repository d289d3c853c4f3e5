using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Ledger;

/// <summary>What happened to stock, once and for all: it is never changed, only reversed by another.</summary>
sealed class LedgerTransaction : ITenantOwned
{
    /// <summary>Adds to the value of earlier lines; its own lines move nothing.</summary>
    public const string CostAdjustment = "cost_adjustment";

    public static readonly string[] Types =
    [
        "receipt", "receipt_reversal", "issue", "shipment", "adjustment", "transfer_ship", "transfer_receive", "count", "production_issue",
        "production_output", "scrap", "status_change", "return", CostAdjustment, "opening", "move", "reversal",
    ];

    public string TenantId { get; private set; } = null!;

    /// <summary>Gap-free in the tenant, in the order of commits.</summary>
    public required long LedgerSeq { get; init; }
    public required DateTimeOffset PostedAt { get; init; }
    public required Guid Id { get; init; }
    public required string Type { get; init; }
    public required DateTimeOffset EffectiveAt { get; init; }
    public string? SourceType { get; init; }
    public string? SourceId { get; init; }
    public string? SourceNo { get; init; }
    public string? Reason { get; init; }
    public string? ReasonCode { get; init; }
    public string? Reference { get; init; }
    public Guid? ReversesTransactionId { get; init; }
    public required string CreatedBy { get; init; }
    public required int LineCount { get; init; }

    /// <summary>Of the transaction before, of this one and of its lines: who changes anything breaks the chain from here on.</summary>
    public byte[] Hash { get; set; } = [];

    public string TransactionNo => NumberOf(LedgerSeq);
    public static string NumberOf(long seq) => $"TX-{seq:00000000}";
}
