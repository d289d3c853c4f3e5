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

    public const string Skip = "skip";

    public static readonly string[] States = [Todo, InProgress, Done, Blocked, Skipped];

    static readonly Dictionary<string, string[]> Actions = new()
    {
        [Todo] = ["start", "complete", "block", Skip],
        [InProgress] = ["complete", "block", Skip],
        [Blocked] = ["unblock", "complete", Skip],
        [Done] = ["reopen"],
        [Skipped] = [],
    };

    public string TenantId { get; private set; } = null!;
    public string BatchId { get; private set; } = null!;

    /// <summary>For example <c>m3</c>; unique in its batch.</summary>
    public required string Id { get; init; }

    public required int Seq { get; init; }
    public required string Label { get; init; }
    public string State { get; private set; } = Todo;
    public string? StateBeforeBlock { get; private set; }
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

    public IReadOnlyList<string> AllowedActions => Actions[State];

    /// <summary>True when the action would lead to where the milestone is, so that a repeated request changes nothing.</summary>
    public bool IsWhere(string action) => action switch
    {
        "start" or "reopen" => State == InProgress,
        "block" => State == Blocked,
        "unblock" => State is Todo or InProgress,
        Skip => State == Skipped,
        _ => throw new ArgumentException($"There is no action '{action}'.", nameof(action)),
    };

    public void Start() => State = InProgress;

    public void Complete(DateTimeOffset at, string? by, string? notes) =>
        (State, CompletedAt, CompletedBy, Note) = (Done, at, by, notes ?? Note);

    /// <summary>Carries out an allowed action that is not a completion.</summary>
    public void Move(string action, string? notes)
    {
        var before = State;
        State = action switch
        {
            "block" => Blocked,
            "unblock" => StateBeforeBlock ?? Todo,
            Skip => Skipped,
            _ => InProgress,
        };
        StateBeforeBlock = State == Blocked ? before : null;
        if (action == "reopen") (CompletedAt, CompletedBy) = (null, null);
        Note = notes ?? Note;
    }

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
