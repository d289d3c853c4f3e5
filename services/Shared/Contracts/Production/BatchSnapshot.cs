namespace Atlas.Contracts.Production;

/// <summary>A batch as it stands at one version. Events carry it whole, so that a receiver needs no other event before it.</summary>
/// <param name="Id">For example <c>batch-001</c>.</param>
/// <param name="Code">For example <c>B-2417-A</c>.</param>
/// <param name="Status"><c>planned</c>, <c>in_progress</c>, <c>completed</c>, <c>on_hold</c> or <c>cancelled</c>.</param>
/// <param name="Version">Grows with every change; an older snapshot is never applied over a newer one.</param>
public sealed record BatchSnapshot(
    string Id, string Code, string OrderId, string Factory, int Units, string Status, IReadOnlyList<MilestoneSnapshot> Milestones,
    DateTimeOffset UpdatedAt, long Version);

/// <summary>A milestone inside a <see cref="BatchSnapshot"/>.</summary>
/// <param name="Id">Unique within its batch, for example <c>m3</c>.</param>
/// <param name="State"><c>todo</c>, <c>in_progress</c>, <c>done</c>, <c>blocked</c> or <c>skipped</c>.</param>
/// <param name="Date">Day of completion when done, planned day while in progress, null before.</param>
public sealed record MilestoneSnapshot(
    string Id, int Seq, string Label, string State, DateOnly? Date, DateOnly? PlannedDate, DateTimeOffset? CompletedAt,
    string? CompletedBy, string? Note);
