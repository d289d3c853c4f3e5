using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;

namespace Atlas.Orders.Batches;

/// <summary>The copy that Orders keeps of a batch. Production owns it; here it only follows.</summary>
sealed class OrderBatch : ITenantOwned
{
    public const string Completed = "completed";
    public const string Cancelled = "cancelled";

    public string TenantId { get; private set; } = null!;
    public required string BatchId { get; init; }
    public required string OrderId { get; init; }
    public required string Code { get; set; }
    public required string Factory { get; set; }
    public required int Units { get; set; }
    public required string Status { get; set; }
    public required List<MilestoneSnapshot> Milestones { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The batch's version in Production. Not a guard of this row, which changes under the lock of its order.</summary>
    public required long BatchVersion { get; set; }

    public static OrderBatch Of(BatchSnapshot batch) => new()
    {
        BatchId = batch.Id,
        OrderId = batch.OrderId,
        Code = batch.Code,
        Factory = batch.Factory,
        Units = batch.Units,
        Status = batch.Status,
        Milestones = [.. batch.Milestones],
        UpdatedAt = batch.UpdatedAt,
        BatchVersion = batch.Version,
    };

    /// <summary>Takes over a newer state; an older one, which came late, changes nothing.</summary>
    public void Follow(BatchSnapshot batch)
    {
        if (batch.Version <= BatchVersion) return;
        (Code, Factory, Units, Status) = (batch.Code, batch.Factory, batch.Units, batch.Status);
        (Milestones, UpdatedAt, BatchVersion) = ([.. batch.Milestones], batch.UpdatedAt, batch.Version);
    }
}
