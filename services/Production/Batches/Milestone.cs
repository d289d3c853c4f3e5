using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;

namespace Atlas.Production.Batches;

/// <summary>A step of a batch that its factory reports.</summary>
sealed class Milestone : ITenantOwned
{
    public const string Todo = "todo";
    public const string InProgress = "in_progress";
    public const string Done = "done";
    public const string Blocked = "blocked";
    public const string Skipped = "skipped";

    public static readonly string[] States = [Todo, InProgress, Done, Blocked, Skipped];

    public string TenantId { get; private set; } = null!;
    public string BatchId { get; private set; } = null!;

    /// <summary>For example <c>m3</c>; unique in its batch.</summary>
    public required string Id { get; init; }

    public required int Seq { get; init; }
    public required string Label { get; init; }
    public string State { get; private set; } = Todo;
    public DateOnly? PlannedDate { get; init; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public string? CompletedBy { get; private set; }
    public string? Note { get; private set; }

    /// <summary>Nothing more will happen here.</summary>
    public bool IsOver => State is Done or Skipped;

    /// <summary>The day that people look at: of completion when done, as planned while in progress, none before.</summary>
    public DateOnly? Date => State switch
    {
        Done => DateOnly.FromDateTime(CompletedAt!.Value.UtcDateTime),
        InProgress => PlannedDate,
        _ => null,
    };

    public void Start() => State = InProgress;

    public void Complete(DateTimeOffset at, string? by, string? notes) =>
        (State, CompletedAt, CompletedBy, Note) = (Done, at, by, notes ?? Note);

    public MilestoneSnapshot Snapshot() => new(Id, Seq, Label, State, Date, PlannedDate, CompletedAt, CompletedBy, Note);

    public static Milestone Of(MilestoneSnapshot snapshot) => new()
    {
        Id = snapshot.Id,
        Seq = snapshot.Seq,
        Label = snapshot.Label,
        State = snapshot.State,
        PlannedDate = snapshot.PlannedDate,
        CompletedAt = snapshot.CompletedAt,
        CompletedBy = snapshot.CompletedBy,
        Note = snapshot.Note,
    };
}
