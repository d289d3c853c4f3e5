using System.Diagnostics;

namespace Atlas.Load.Measuring;

/// <summary>Does things at times that are fixed beforehand, whether or not the earlier ones are done.</summary>
static class SteadyRate
{
    /// <summary>Does <paramref name="once"/> so many times a second, for so long.</summary>
    /// <param name="once">Gets its number, from 0, and one of the clients; says whether it went well.</param>
    /// <param name="clients">How many may be in progress at once; beyond that the rate is not kept, which the sample shows.</param>
    public static async Task<Sample> RunAsync<TClient>(
        double perSecond, TimeSpan duration, IReadOnlyCollection<TClient> clients, Func<TClient, int, Task<bool>> once)
    {
        var total = (int)(perSecond * duration.TotalSeconds);
        var (latencies, failures, next) = (new Latencies(), 0, -1);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(clients.Select(client => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < total)
            {
                var wait = TimeSpan.FromSeconds(number / perSecond) - Stopwatch.GetElapsedTime(started);
                if (wait > TimeSpan.Zero) await Task.Delay(wait);
                var begun = Stopwatch.GetTimestamp();
                if (await once(client, number))
                    lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(begun));
                else
                    Interlocked.Increment(ref failures);
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new Sample(latencies, failures, elapsed > duration ? elapsed : duration);
    }
}
