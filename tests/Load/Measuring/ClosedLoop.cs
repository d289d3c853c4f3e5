using System.Diagnostics;

namespace Atlas.Load.Measuring;

/// <summary>A fixed number of clients, each of which does the next thing when the last one is done.</summary>
static class ClosedLoop
{
    /// <summary>Lets the clients work for <paramref name="duration"/>.</summary>
    /// <param name="clients">Each does one thing per call and says whether it went well.</param>
    /// <param name="duration">After this nobody begins anew.</param>
    public static async Task<Sample> RunAsync(IReadOnlyCollection<Func<Task<bool>>> clients, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(clients.Select(client => Task.Run(() => WorkAsync(client, started, duration))));
        var elapsed = Stopwatch.GetElapsedTime(started);

        var latencies = new Latencies();
        foreach (var result in results) latencies.Add(result.Latencies);
        return new Sample(latencies, results.Sum(result => result.Failures), elapsed);
    }

    static async Task<(Latencies Latencies, int Failures)> WorkAsync(Func<Task<bool>> client, long started, TimeSpan duration)
    {
        var (latencies, failures) = (new Latencies(), 0);
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var begun = Stopwatch.GetTimestamp();
            if (await client()) latencies.Add(Stopwatch.GetElapsedTime(begun));
            else failures++;
        }

        return (latencies, failures);
    }
}
