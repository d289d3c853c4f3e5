namespace Atlas.Contracts.Production;

/// <summary>A batch changed in a way that no other event tells, for example because its order was cancelled.</summary>
public sealed record BatchChanged(BatchSnapshot Batch);
