namespace Atlas.Contracts.Production;

/// <summary>A batch changed in a way that no other event tells, for example because its order was cancelled.</summary>
/// <param name="Reason">Why, where a person gave a reason.</param>
public sealed record BatchChanged(BatchSnapshot Batch, string? Reason = null);
