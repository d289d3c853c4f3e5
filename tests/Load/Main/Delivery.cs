using System.Collections.Concurrent;
using System.Diagnostics;
using Atlas.Load.Measuring;

namespace Atlas.Load.Main;

/// <summary>From the answer that an order was accepted to its <c>order.received</c> in the hands of a receiver.</summary>
static class Delivery
{
    const int Clients = 64;
    const int ManyEndpoints = 100;
    const int HangingEndpoints = 10;
    static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        report.Section("Accepted to delivered: order.received, signed, to receivers here", "orders/s");
        await using (var one = await Subscribers.AddAsync(system, 1))
        {
            await MeasureAsync(system, report, one, 50, "warming up", TimeSpan.FromSeconds(15), show: false);
            await MeasureAsync(system, report, one, 50, "1 endpoint, 50/s", Duration);
            await MeasureAsync(system, report, one, 300, "1 endpoint, 300/s", Duration);
        }

        // Every order goes to every endpoint, so a few orders a second are hundreds of deliveries.
        await using var many = await Subscribers.AddAsync(system, ManyEndpoints);
        var baseline = await MeasureAsync(system, report, many, 3, $"{ManyEndpoints} endpoints, 300 deliveries/s", Duration);
        many.Hang(HangingEndpoints);
        var healthy = await MeasureAsync(system, report, many, 3, $"the healthy of them while {HangingEndpoints} hang", Duration);
        report.Line($"  healthy p99 is {Report.Ratio(healthy.P99, baseline.P99)} of what it is when all are healthy");
    }

    static async Task<Latencies> MeasureLatenciesAsync(
        ConcurrentDictionary<string, long> acceptedAt, Subscribers subscribers, int accepted)
    {
        var started = Stopwatch.GetTimestamp();
        while (subscribers.Arrivals.Count < accepted * subscribers.Healthy && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(TimeSpan.FromMilliseconds(50));

        var latencies = new Latencies();
        foreach (var (code, at) in subscribers.Arrivals)
            if (acceptedAt.TryGetValue(code, out var accept))
                latencies.Add(at > accept ? Stopwatch.GetElapsedTime(accept, at) : TimeSpan.Zero);
        return latencies;
    }

    static async Task<(double P50, double P99)> MeasureAsync(
        SystemUnderTest system, Report report, Subscribers subscribers, double rate, string label, TimeSpan duration, bool show = true)
    {
        report.Doing(label);
        subscribers.Forget();
        var acceptedAt = new ConcurrentDictionary<string, long>();
        var connections = SystemUnderTest.Connections(system.Gateway, Clients);
        var sample = await SteadyRate.RunAsync(rate, duration, connections, async (connection, _) =>
        {
            var code = OrderRequests.NewCode();
            if (!await connection.SendAsync(OrderRequests.Create(system.Gateway, code))) return false;
            acceptedAt[code] = Stopwatch.GetTimestamp();
            return true;
        });
        foreach (var connection in connections) connection.Dispose();

        report.Doing($"{label}: waiting for the last deliveries");
        var latencies = await MeasureLatenciesAsync(acceptedAt, subscribers, acceptedAt.Count);
        var (p50, p99) = (latencies.Percentile(0.50), latencies.Percentile(0.99));
        if (!show) return (p50, p99);

        var missing = acceptedAt.Count * subscribers.Healthy - latencies.Count;
        List<string> notes = [$"answers to POST: p50 {sample.P50:0.0}, p99 {sample.P99:0.0} ms"];
        if (sample.Failures > 0) notes.Add($"{sample.Failures} orders FAILED");
        if (sample.PerSecond < rate * 0.95) notes.Add($"this machine did not keep {rate:0} a second");
        if (missing > 0) notes.Add($"{missing} deliveries MISSING after {Patience.TotalSeconds:0} s");
        report.Row(label, sample.PerSecond, p50, latencies.Percentile(0.95), p99, string.Join("; ", notes));
        return (p50, p99);
    }
}
