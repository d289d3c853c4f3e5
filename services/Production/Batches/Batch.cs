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

    // Which actions a person may take in which status. The rest follows from the milestones.
    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Planned] = ["hold", "cancel"],
        [InProgress] = ["hold", "cancel"],
        [Completed] = [],
        [OnHold] = ["resume", "cancel"],
        [Cancelled] = [],
    };

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

    public IReadOnlyList<string> AllowedActions => Actions[Status];

    /// <summary>What may be done with a milestone now; nothing in a cancelled batch.</summary>
    public IReadOnlyList<string> AllowedActionsOn(Milestone milestone) => Status == Cancelled ? [] : milestone.AllowedActions;

    /// <summary>Completes a milestone, in whatever order the factory reports them, and starts the next one that waits.</summary>
    /// <returns>False when it was done before: the first report stands.</returns>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c> on a skipped milestone or a cancelled batch.</exception>
    public bool Complete(Milestone milestone, DateTimeOffset at, string? by, string? notes, DateTimeOffset now)
    {
        if (milestone.State == Milestone.Done) return false;
        RefuseUnlessAllowed(milestone, "complete");

        milestone.Complete(at, by, notes);
        StartNextAfter(milestone);
        FollowMilestones();
        Touch(now);
        return true;
    }

    /// <summary>Moves a milestone otherwise than by completing it: start, block, unblock, skip or reopen.</summary>
    /// <param name="notes">Kept with the milestone when given.</param>
    /// <returns>False when it was there before.</returns>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>.</exception>
    public bool Move(Milestone milestone, string action, string? notes, DateTimeOffset now)
    {
        if (milestone.IsWhere(action)) return false;
        RefuseUnlessAllowed(milestone, action);

        milestone.Move(action, notes);
        if (action == Milestone.Skip) StartNextAfter(milestone);
        FollowMilestones();
        Touch(now);
        return true;
    }

    /// <summary>Carries out what a person asks: hold, resume or cancel. False when it was done before.</summary>
    /// <exception cref="BrokenRuleException"><c>invalid_transition</c>.</exception>
    public bool Take(string action, DateTimeOffset now)
    {
        var isThere = action switch
        {
            "hold" => Status == OnHold,
            "resume" => Status is Planned or InProgress,
            "cancel" => Status == Cancelled,
            _ => throw new ArgumentException($"There is no action '{action}'.", nameof(action)),
        };
        if (isThere) return false;
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);

        Status = action switch { "hold" => OnHold, "cancel" => Cancelled, _ => Planned };
        FollowMilestones(); // What was reported meanwhile counts from now on.
        Touch(now);
        return true;
    }

    /// <summary>Stops the batch because its order was cancelled. False when there is nothing left to stop.</summary>
    public bool CancelWithOrder(DateTimeOffset now) => Status != Completed && Take("cancel", now);

    /// <summary>What should have been done before this milestone and is not, as codes: <c>m2_not_completed</c>.</summary>
    public IReadOnlyList<string> OpenBefore(Milestone milestone) =>
        [.. InOrder.Where(m => m.Seq < milestone.Seq && !m.IsOver).Select(m => $"{m.Id}_not_completed")];

    public BatchSnapshot Snapshot() => new(Id, Code, OrderId, Factory, Units, Status,
        [.. InOrder.Select(m => m.Snapshot())], UpdatedAt, Version);

    /// <summary>What everyone is told when a milestone has just been completed.</summary>
    public MilestoneCompleted CompletionOf(Milestone milestone, string? notes) =>
        new(Snapshot(), milestone.Id, milestone.Label, milestone.CompletedAt!.Value, milestone.CompletedBy, notes);

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

    void RefuseUnlessAllowed(Milestone milestone, string action)
    {
        var allowed = AllowedActionsOn(milestone);
        if (!allowed.Contains(action))
            throw BrokenRuleException.InvalidTransition(Status == Cancelled ? Cancelled : milestone.State, action, allowed);
    }

    void StartNextAfter(Milestone milestone) =>
        InOrder.FirstOrDefault(m => m.Seq > milestone.Seq && m.State == Milestone.Todo)?.Start();

    void FollowMilestones()
    {
        if (Status is OnHold or Cancelled) return;
        Status = Milestones.All(m => m.IsOver) ? Completed
            : Status != Planned || Milestones.Any(m => m.State is not Milestone.Todo) ? InProgress
            : Planned;
    }

    void Touch(DateTimeOffset now)
    {
        UpdatedAt = now;
        Version++;
    }
}
