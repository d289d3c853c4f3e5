namespace Atlas.Load.Measuring;

/// <summary>What came of some seconds of work.</summary>
/// <param name="Failures">Answers other than the wanted one, and connections that broke; they are not in the latencies.</param>
sealed record Sample(Latencies Latencies, int Failures, TimeSpan Elapsed)
{
    public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public double P50 => Latencies.Percentile(0.50);

    public double P95 => Latencies.Percentile(0.95);

    public double P99 => Latencies.Percentile(0.99);

    /// <summary>Several rounds as one.</summary>
    public static Sample Of(IReadOnlyCollection<Sample> rounds)
    {
        var all = new Latencies();
        foreach (var round in rounds) all.Add(round.Latencies);
        return new Sample(all, rounds.Sum(round => round.Failures), rounds.Aggregate(TimeSpan.Zero, (sum, round) => sum + round.Elapsed));
    }
}
