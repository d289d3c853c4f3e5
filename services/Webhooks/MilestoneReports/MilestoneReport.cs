using Atlas.Contracts.Production;
using Atlas.Persistence.Tenancy;

namespace Atlas.Webhooks.MilestoneReports;

/// <summary>What a factory reported: a milestone of a batch is complete. Production decides what becomes of it.</summary>
sealed class MilestoneReport : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string BatchId { get; init; }
    public required string MilestoneId { get; init; }

    /// <summary>The factory's own id of the event, if it has one. It is taken once.</summary>
    public string? EventId { get; init; }

    public required DateTimeOffset CompletedAt { get; set; }
    public string? CompletedBy { get; set; }
    public string? Notes { get; init; }
    public bool IsDryRun { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>One of <see cref="MilestoneReportOutcome"/>; null until Production has answered.</summary>
    public string? Outcome { get; private set; }

    public string? OrderId { get; private set; }

    /// <summary>The state that forbids the completion, where one does.</summary>
    public string? MilestoneState { get; private set; }

    public string[] Warnings { get; private set; } = [];

    public bool IsSettled => Outcome is not null;
    public bool WasRefused => Outcome is not (null or MilestoneReportOutcome.Completed or MilestoneReportOutcome.Duplicate);

    /// <summary>The signal by which a waiting request hears that this is settled.</summary>
    public static string SignalOf(Guid id) => $"milestone-report/{id}";

    /// <summary>Takes over Production's answer. A second one changes nothing.</summary>
    public void Settle(MilestoneReportSettled answer)
    {
        if (IsSettled) return;
        Outcome = answer.Outcome;
        OrderId = answer.OrderId;
        MilestoneState = answer.MilestoneState;
        Warnings = [.. answer.Warnings];
        if (WasRefused) return;
        CompletedAt = answer.CompletedAt ?? CompletedAt;
        CompletedBy = answer.CompletedBy;
    }
}
