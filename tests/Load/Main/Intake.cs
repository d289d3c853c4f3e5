using Atlas.Load.Measuring;
using Atlas.Load.References;

namespace Atlas.Load.Main;

/// <summary>
/// Orders taken in through the gateway, with everything that follows (planning, events) going on beside it, and what the same
/// database takes of plain inserts.
/// </summary>
static class Intake
{
    static readonly int[] Clients = [1, 8, 32];
    static readonly TimeSpan Round = TimeSpan.FromSeconds(4);
    static readonly TimeSpan ReferenceRound = TimeSpan.FromSeconds(2);
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        await using var plain = await PlainInserts.CreateAsync(system.ConnectionStringOf("ordersdb"), Clients.Max());
        report.Doing("warming up: intake");
        await ClosedLoop.RunAsync([.. Enumerable.Range(0, 8).Select(_ => plain.Client())], TimeSpan.FromSeconds(1));
        await MeasureAsync(system.Gateway, 8, WarmUp);
        await system.UntilQuietAsync(Patience);

        report.Section("POST /api/v1/orders: two lines, Idempotency-Key, gateway");
        foreach (var clients in Clients)
        {
            report.Doing($"plain inserts, {clients} clients");
            var reference = await ClosedLoop.RunAsync([.. Enumerable.Range(0, clients).Select(_ => plain.Client())], ReferenceRound);
            report.Row($"plain inserts into the same PostgreSQL, {clients} clients", reference);
            report.Doing($"intake, {clients} clients");
            var sample = await MeasureAsync(system.Gateway, clients, Round);
            report.Doing("waiting until all that follows is done");
            var settled = await system.UntilQuietAsync(Patience);
            report.Row($"orders taken in, {clients} clients", sample,
                $"{Report.Ratio(sample.PerSecond, reference.PerSecond)} of plain inserts; what follows was done "
                + (settled is { } late ? $"{late.TotalSeconds:0.0} s later" : $"not even {Patience.TotalSeconds:0} s later"));
        }
    }

    static async Task<Sample> MeasureAsync(Uri gateway, int clients, TimeSpan duration)
    {
        var connections = SystemUnderTest.Connections(gateway, clients);
        var sample = await ClosedLoop.RunAsync(
            [.. connections.Select(connection => (Func<Task<bool>>)(() =>
                connection.SendAsync(OrderRequests.Create(gateway, OrderRequests.NewCode()))))], duration);
        foreach (var connection in connections) connection.Dispose();
        return sample;
    }
}
