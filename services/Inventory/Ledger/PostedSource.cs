using Atlas.Persistence.Tenancy;

namespace Atlas.Inventory.Ledger;

/// <summary>Says that what a document asks for is posted. Its key makes the effect happen once, however often it is asked.</summary>
sealed class PostedSource : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required string SourceType { get; init; }
    public required string SourceId { get; init; }
    public required string Action { get; init; }
    public required Guid TransactionId { get; init; }
    public required long LedgerSeq { get; init; }
}
