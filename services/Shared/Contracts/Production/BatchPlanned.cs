namespace Atlas.Contracts.Production;

/// <summary>Production planned a batch for a brand's order.</summary>
public sealed record BatchPlanned(BatchSnapshot Batch);
