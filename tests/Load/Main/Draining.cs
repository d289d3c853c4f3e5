using System.Diagnostics;

namespace Atlas.Load.Main;

/// <summary>
/// How fast a backlog goes: messages from the outbox of Orders to the broker, with the receivers held still (SIGSTOP), and then
/// from the broker through the inbox of each receiver, one after another.
/// </summary>
/// <remarks>
/// The messages say that orders of which nobody knows were put into production. Production has nothing to do about that, so its
/// figure is that of the inbox alone; Webhooks records an event for each.
/// </remarks>
static class Draining
{
    const int Messages = 20_000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        await system.UntilQuietAsync(TimeSpan.FromSeconds(10));
        report.Section($"A backlog of {Messages:#,0} messages");
        using var production = new StoppedProcess(system.PidOf("production"));
        using var webhooks = new StoppedProcess(system.PidOf("webhooks"));

        report.Doing("relaying");
        await system.ExecuteAsync("ordersdb", Backlog);
        await WatchAsync(report, "outbox relay: Orders to two quorum queues, confirmed", Messages,
            async () => Messages - await system.NumberAsync("ordersdb", "select count(*) from outbox"));

        var received = await ReceivedAsync(system, "productiondb");
        report.Doing("receiving in Production");
        production.Continue();
        await WatchAsync(report, "inbox: one transaction each (Production)", Messages,
            async () => await ReceivedAsync(system, "productiondb") - received);

        received = await ReceivedAsync(system, "webhooksdb");
        report.Doing("receiving in Webhooks");
        webhooks.Continue();
        await WatchAsync(report, "inbox and an event recorded (Webhooks)", Messages,
            async () => await ReceivedAsync(system, "webhooksdb") - received);
    }

    static Task<long> ReceivedAsync(SystemUnderTest system, string database) =>
        system.NumberAsync(database, "select count(*) from inbox");

    // The rate counts from the first movement: what comes before is waiting, and the rows of the others show that.
    static async Task WatchAsync(Report report, string label, int total, Func<Task<long>> doneAsync)
    {
        var begun = Stopwatch.GetTimestamp();
        var (firstAt, firstDone) = (begun, 0L);
        while (true)
        {
            var done = await doneAsync();
            var now = Stopwatch.GetTimestamp();
            if (firstDone == 0) (firstAt, firstDone) = (now, done);
            if (done >= total || Stopwatch.GetElapsedTime(begun, now) > Patience)
            {
                var perSecond = (done - firstDone) / Stopwatch.GetElapsedTime(firstAt, now).TotalSeconds;
                report.Row(label, perSecond, double.NaN, double.NaN, double.NaN, done >= total ? "" : $"{total - done:#,0} left after {Patience.TotalSeconds:0} s");
                return;
            }

            await Task.Delay(BetweenLooks);
        }
    }

    static readonly string Backlog = $$"""
        insert into outbox (part, aggregate_id, aggregate_version, message_id, tenant_id, type, body, attempts)
        select n % 16, 'backlog-' || n, 2, gen_random_uuid(), 'acme', 'Atlas.Contracts.Orders.BrandOrderStatusChanged',
            convert_to(json_build_object('orderId', 'backlog-' || n, 'code', 'BACKLOG-' || n, 'brandSlug', 'summit', 'from', 'received',
                'to', 'in_production', 'changedAt', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'reason', null, 'version', 2)::text, 'UTF8'), 0
        from generate_series(1, {{Messages}}) n
        """;
}
