using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.MilestoneReports;

/// <summary>What became of a report.</summary>
/// <param name="Received">Always true: the report is safe with us.</param>
/// <param name="CompletedAt">When the milestone was completed: of the first report, when this one is a duplicate.</param>
/// <param name="CompletedBy">Who completed it, likewise.</param>
/// <param name="Duplicate">True when the milestone was complete before; nothing changed.</param>
/// <param name="Pending">True when it was not handled yet; it will be, without another call.</param>
/// <param name="OrderId">The order that the batch makes; null while pending.</param>
/// <param name="Warnings">For example <c>m2_not_completed</c> when an earlier milestone is still open.</param>
[SnakeCase]
public sealed record MilestoneReportView(
    bool Received, string BatchId, string MilestoneId, DateTimeOffset CompletedAt, string? CompletedBy, bool Duplicate, bool Pending,
    string? OrderId, IReadOnlyList<string> Warnings)
{
    internal static MilestoneReportView From(MilestoneReport report, bool isRepeated) => new(
        true, report.BatchId, report.MilestoneId, report.CompletedAt, report.CompletedBy,
        isRepeated || report.Outcome == MilestoneReportOutcome.Duplicate, !report.IsSettled, report.OrderId, report.Warnings);
}
