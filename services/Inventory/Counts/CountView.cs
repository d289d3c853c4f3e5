using Atlas.Inventory.Statuses;

namespace Atlas.Inventory.Counts;

/// <summary>A count of what is really there.</summary>
/// <param name="SessionNo">For example <c>CNT-000042</c>.</param>
/// <param name="Blind">What the books say, and so what differs, is null until it is submitted.</param>
/// <param name="TolerancePct">Where nothing differs by more, in percent of what the books say, it can be posted without approval.</param>
/// <param name="Status"><c>draft</c>, <c>in_progress</c>, <c>submitted</c>, <c>approved</c>, <c>posted</c> or <c>cancelled</c>.</param>
/// <param name="SnapshotSeq">The last ledger transaction before the lines were made.</param>
/// <param name="Attempt">1, and one more for each recount.</param>
/// <param name="VarianceCount">Counted lines that differ from the books.</param>
/// <param name="VarianceValue">
/// What the differences are worth in all, below zero what is missing: at the costs of when it was submitted, and once posted what was posted.
/// Null until then, and where it would add up several currencies.
/// </param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="TransactionId">What was posted; null when nothing differed.</param>
/// <param name="Lines">Null in lists.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record CountSessionView(
    Guid Id, string SessionNo, Guid FacilityId, CountScopeView Scope, bool Blind, decimal TolerancePct, string Status, long? SnapshotSeq, int Attempt,
    string? Assignee, DateOnly? ScheduledFor, string? Notes, string? Reason, int LineCount, int CountedCount, int? VarianceCount, decimal? VarianceValue,
    string? Currency, Guid? TransactionId, string? ExternalId, IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<CountLineView>? Lines, DateTimeOffset? StartedAt, string? StartedBy, DateTimeOffset? SubmittedAt, string? SubmittedBy,
    DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? PostedAt, string? PostedBy, DateTimeOffset? CancelledAt, string? CancelledBy,
    IReadOnlyList<string> AllowedActions, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    /// <param name="hidesBooks">Leaves out what the books say.</param>
    internal static CountSessionView From(CountSession s, IEnumerable<CountLine>? lines, bool hidesBooks) => new(
        s.Id, s.SessionNo, s.FacilityId, new(s.LocationIds, s.IncludeChildren, s.ItemIds, s.IncludeZero), s.Blind, s.TolerancePct, s.Status, s.SnapshotSeq,
        s.Attempt, s.Assignee, s.ScheduledFor, s.Notes, s.Reason, s.LineCount, s.CountedCount, hidesBooks || s.SubmittedAt is null ? null : s.VarianceCount,
        hidesBooks || s.SubmittedAt is null ? null : s.VarianceValue, hidesBooks || s.SubmittedAt is null ? null : s.Currency, s.TransactionId,
        s.ExternalId, s.Metadata, lines is null ? null : [.. lines.OrderBy(l => l.LineNo).Select(l => CountLineView.From(l, hidesBooks))],
        s.StartedAt, s.StartedBy, s.SubmittedAt, s.SubmittedBy, s.ApprovedAt, s.ApprovedBy, s.PostedAt, s.PostedBy, s.CancelledAt, s.CancelledBy,
        hidesBooks ? [.. s.AllowedActions.Where(action => s.Status != CountSession.Submitted || action != "post")] : s.AllowedActions,
        s.CreatedBy, s.CreatedAt, s.UpdatedAt, s.Version);
}

/// <summary>What is to be counted.</summary>
/// <param name="LocationIds">Empty for the whole facility.</param>
/// <param name="IncludeChildren">Everything below these locations too.</param>
/// <param name="ItemIds">Empty for all items.</param>
/// <param name="IncludeZero">Also what was there once and is not any more.</param>
public sealed record CountScopeView(IReadOnlyList<Guid> LocationIds, bool IncludeChildren, IReadOnlyList<Guid> ItemIds, bool IncludeZero);

/// <summary>Stock to be counted. Quantities are in the item's base unit.</summary>
/// <param name="ExpectedQty">What the books say of the moment at which it was counted; until then, of the start. Null while it must not be told.</param>
/// <param name="CountedQty">Null while nobody has counted it; then nothing of it is posted.</param>
/// <param name="CountedSeq">The last ledger transaction before it was counted.</param>
/// <param name="VarianceQty">What is more than the books say, or below zero what is missing.</param>
public sealed record CountLineView(
    Guid Id, int LineNo, Guid ItemId, Guid LocationId, Guid? LotId, string? SerialNo, Guid StatusId, string StatusCode, decimal? ExpectedQty,
    decimal? CountedQty, DateTimeOffset? CountedAt, long? CountedSeq, string? CountedBy, int Attempt, decimal? VarianceQty, string? ReasonCode)
{
    internal static CountLineView From(CountLine l, bool hidesBooks) => new(
        l.Id, l.LineNo, l.ItemId, l.LocationId, l.LotId == Guid.Empty ? null : l.LotId, l.SerialNo.Length == 0 ? null : l.SerialNo, l.StatusId,
        StockStatus.Of(l.StatusId).Code, hidesBooks ? null : l.ExpectedQty, l.CountedQty, l.CountedAt, l.CountedSeq, l.CountedBy, l.Attempt,
        hidesBooks ? null : l.VarianceQty, l.ReasonCode);
}
