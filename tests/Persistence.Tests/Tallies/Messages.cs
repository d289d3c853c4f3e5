namespace Atlas.Persistence.Tests.Tallies;

public sealed record TallyRaised(string TallyId, string Name, int By, long Version);

public sealed record EntryWritten(string TallyId, long Version);

public sealed record WeighTally(string TallyId);
