namespace Atlas.Contracts.Production;

/// <summary>The four batches of the demo data. Production owns them, Orders starts with its copies of the same four.</summary>
public static class DemoBatches
{
    static readonly string[] Labels = ["Materials sourced", "Cut & sew started", "Production midpoint", "QC pass", "Pack & ship"];

    public static readonly BatchSnapshot Batch001 = Batch("batch-001", "B-2417-A", "ord-001", "Plant A · China", 2_400, "lin.wei@plantA.local",
        [new(2026, 4, 22), new(2026, 5, 1)], new(2026, 4, 22), new(2026, 5, 1), new(2026, 5, 12), new(2026, 5, 26), new(2026, 6, 8));

    public static readonly BatchSnapshot Batch002 = Batch("batch-002", "B-2412-A", "ord-002", "Plant B · Vietnam", 1_200, "an.tran@plantB.local",
        [new(2026, 4, 28)], new(2026, 4, 28), new(2026, 5, 10), new(2026, 5, 24), new(2026, 6, 8), new(2026, 6, 22));

    public static readonly BatchSnapshot Batch003 = Batch("batch-003", "B-2405-A", "ord-003", "Plant A · China", 1_800, "lin.wei@plantA.local",
        [new(2026, 4, 15), new(2026, 4, 29), new(2026, 5, 6)], new(2026, 4, 15), new(2026, 4, 29), new(2026, 5, 13), new(2026, 6, 3), new(2026, 6, 30));

    public static readonly BatchSnapshot Batch004 = Batch("batch-004", "B-2371-A", "ord-005", "Plant B · Vietnam", 3_000, "an.tran@plantB.local",
        [new(2026, 2, 10), new(2026, 2, 20), new(2026, 3, 6), new(2026, 3, 24), new(2026, 4, 2)],
        new(2026, 2, 10), new(2026, 2, 20), new(2026, 3, 6), new(2026, 3, 24), new(2026, 4, 3));

    /// <summary>All four, the one that the seed prints first.</summary>
    public static readonly IReadOnlyList<BatchSnapshot> All = [Batch001, Batch002, Batch003, Batch004];

    // The first milestones are done on the given days, the next one is in progress, the others wait.
    static BatchSnapshot Batch(
        string id, string code, string orderId, string factory, int units, string by, DateOnly[] doneOn, params DateOnly[] plannedOn)
    {
        var milestones = Labels.Select((label, i) =>
        {
            var state = i < doneOn.Length ? "done" : i == doneOn.Length ? "in_progress" : "todo";
            return new MilestoneSnapshot($"m{i + 1}", i + 1, label, state,
                state switch { "done" => doneOn[i], "in_progress" => plannedOn[i], _ => null }, plannedOn[i],
                state == "done" ? doneOn[i].ToDateTime(new(14, 30), DateTimeKind.Utc) : null, state == "done" ? by : null, Note: null);
        }).ToList();
        var updatedAt = new DateTimeOffset(doneOn[^1].ToDateTime(new(14, 30)), TimeSpan.Zero);
        return new BatchSnapshot(id, code, orderId, factory, units, doneOn.Length == Labels.Length ? "completed" : "in_progress",
            milestones, updatedAt, doneOn.Length + 1);
    }
}
