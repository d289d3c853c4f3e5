using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Persistence.Tests.Tallies;

/// <summary>The smallest thing that has rules, a version and news: a count that goes up until it is closed.</summary>
sealed class Tally : ITenantOwned
{
    public const int Limit = 1_000;

    public string TenantId { get; private set; } = null!;
    public required string Id { get; init; }
    public required string Name { get; init; }
    public int Count { get; private set; }

    /// <summary>Below zero while it is being weighed.</summary>
    public decimal Weight { get; private set; }
    public long Version { get; private set; }

    public void Raise(int by)
    {
        if (Count + by > Limit)
            throw new BrokenRuleException("tally_full", $"{Limit - Count} is left.");
        Count += by;
        Version++;
    }

    public void AskForWeight() => Set(-1);

    public void Weigh(decimal weight) => Set(weight);

    void Set(decimal weight)
    {
        Weight = weight;
        Version++;
    }
}

/// <summary>What the consumer does: a line for every raise it hears of. Nothing makes it unique, so a doubled effect shows.</summary>
sealed class TallyEntry : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public long Number { get; private set; }
    public required string TallyId { get; init; }
    public required long Version { get; init; }
}
