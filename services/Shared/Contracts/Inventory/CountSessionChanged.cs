namespace Atlas.Contracts.Inventory;

/// <summary>A count session as it is now.</summary>
/// <param name="What">What happened: <c>created</c>, <c>started</c>, <c>counted</c>, <c>submitted</c>, <c>recounted</c>, <c>approved</c>,
/// <c>posted</c> or <c>cancelled</c>.</param>
/// <param name="VarianceCount">Lines that differ from the books; null before it is submitted.</param>
/// <param name="TransactionId">What was posted; null when nothing was.</param>
/// <param name="Version">The session's version after the change.</param>
public sealed record CountSessionChanged(
    Guid SessionId, string SessionNo, string What, string Status, Guid FacilityId, int LineCount, int CountedCount, int? VarianceCount,
    Guid? TransactionId, string? Reason, DateTimeOffset At, long Version);
