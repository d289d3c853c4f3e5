using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Batches;

/// <summary>Part of a brand's order that one factory makes, with the milestones by which everyone follows it (seed 000).</summary>
sealed class Batch : ITenantOwned
{
    public const string Planned = "planned";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string OnHold = "on_hold";
    public const string Cancelled = "cancelled";

    public string TenantId { get; private set; } = null!;
    public required string Id { get; init; }

    /// <summary>For example <c>B-2417-A</c>: the order's number and a letter per batch.</summary>
    public required string Code { get; init; }

    public required string OrderId { get; init; }
    public required string Factory { get; init; }
    public required int Units { get; init; }
    public string Status { get; private set; } = Planned;
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
    public List<Milestone> Milestones { get; private set; } = [];

    public IEnumerable<Milestone> InOrder => Milestones.OrderBy(m => m.Seq);

    /// <summary>Milestones done or skipped, in percent.</summary>
    public int PercentComplete => Milestones.Count == 0 ? 0 : 100 * Milestones.Count(m => m.IsOver) / Milestones.Count;

    /// <summary>The day by which the last milestone is planned.</summary>
    public DateOnly? PlannedFinish => InOrder.LastOrDefault()?.PlannedDate;

    /// <summary>Completes a milestone, in whatever order the factory reports them, and starts the next one that waits.</summary>
    /// <returns>False when it was done before: the first report stands.</returns>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c> on a skipped milestone or a cancelled batch.</exception>
    public bool Complete(Milestone milestone, DateTimeOffset at, string? by, string? notes, DateTimeOffset now)
    {
        if (milestone.State == Milestone.Done) return false;
        if (Status == Cancelled) throw BrokenRuleException.InvalidTransition(Cancelled, "complete");
        if (milestone.State == Milestone.Skipped) throw BrokenRuleException.InvalidTransition(Milestone.Skipped, "complete");

        milestone.Complete(at, by, notes);
        InOrder.FirstOrDefault(m => m.Seq > milestone.Seq && m.State == Milestone.Todo)?.Start();
        FollowMilestones();
        Touch(now);
        return true;
    }

    /// <summary>Stops the batch because its order was cancelled. False when there is nothing left to stop.</summary>
    public bool Cancel(DateTimeOffset now)
    {
        if (Status is Cancelled or Completed) return false;
        Status = Cancelled;
        Touch(now);
        return true;
    }

    /// <summary>What should have been done before this milestone and is not, as codes: <c>m2_not_completed</c>.</summary>
    public IReadOnlyList<string> OpenBefore(Milestone milestone) =>
        [.. InOrder.Where(m => m.Seq < milestone.Seq && !m.IsOver).Select(m => $"{m.Id}_not_completed")];

    public BatchSnapshot Snapshot() => new(Id, Code, OrderId, Factory, Units, Status,
        [.. InOrder.Select(m => m.Snapshot())], UpdatedAt, Version);

    /// <summary>Makes a batch from a snapshot, for the rows that a tenant starts with.</summary>
    public static Batch Of(BatchSnapshot snapshot, DateTimeOffset createdAt)
    {
        var batch = new Batch
        {
            Id = snapshot.Id,
            Code = snapshot.Code,
            OrderId = snapshot.OrderId,
            Factory = snapshot.Factory,
            Units = snapshot.Units,
            Status = snapshot.Status,
            CreatedAt = createdAt,
            UpdatedAt = snapshot.UpdatedAt,
            Version = snapshot.Version,
        };
        batch.Milestones.AddRange(snapshot.Milestones.Select(Milestone.Of));
        return batch;
    }

    void FollowMilestones()
    {
        if (Milestones.All(m => m.IsOver)) Status = Completed;
        else if (Status == Planned && Milestones.Any(m => m.State is Milestone.InProgress or Milestone.Done)) Status = InProgress;
    }

    void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Version++;
    }
}
