using Atlas.Persistence.Tenancy;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Persistence.Tests;

public sealed class ChangeSignalsTests(TallyFixture fixture) : IClassFixture<TallyFixture>
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    TallyService Service => fixture.Service;
    ChangeSignals Signals => Service.Services.GetRequiredService<ChangeSignals>();

    [Fact]
    public async Task A_change_is_heard_when_it_is_committed_by_any_instance()
    {
        await using var replica = await Service.StartReplicaAsync();
        await ListensAsync(Service);
        using var waiter = Signals.Begin("doc-1");

        await SignalAsync(replica, "doc-1", commit: true);

        (await waiter.WaitAsync(Long, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_change_that_is_rolled_back_or_of_something_else_is_not_heard()
    {
        await ListensAsync(Service);
        using var waiter = Signals.Begin("doc-2");

        await SignalAsync(Service, "doc-2", commit: false);
        await SignalAsync(Service, "doc-3", commit: true);

        (await waiter.WaitAsync(Short, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_change_before_the_wait_begins_is_remembered()
    {
        await ListensAsync(Service);
        using var waiter = Signals.Begin("doc-4");
        await SignalAsync(Service, "doc-4", commit: true);
        using var other = Signals.Begin("doc-5");
        await SignalAsync(Service, "doc-5", commit: true);
        (await other.WaitAsync(Long, default)).ShouldBeTrue(); // Signals come in order, so the first has come too.

        (await waiter.WaitAsync(TimeSpan.Zero, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_gives_up_takes_nothing_from_another_that_waits_for_the_same()
    {
        await ListensAsync(Service);
        using var patient = Signals.Begin("doc-6");
        using (var impatient = Signals.Begin("doc-6")) (await impatient.WaitAsync(TimeSpan.Zero, default)).ShouldBeFalse();

        await SignalAsync(Service, "doc-6", commit: true);

        (await patient.WaitAsync(Long, default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Listening_goes_on_after_the_connection_was_cut()
    {
        await ListensAsync(Service);
        // Until it is gone, the old connection would still hear.
        await Service.ExecuteAsync($"select pg_terminate_backend(pid, {Long.TotalMilliseconds}) from pg_stat_activity where query = 'listen atlas_changes'");
        await ListensAsync(Service);
        using var waiter = Signals.Begin("doc-7");

        await SignalAsync(Service, "doc-7", commit: true);

        (await waiter.WaitAsync(Long, default)).ShouldBeTrue();
    }

    // Listening begins a moment after the service is up.
    static Task ListensAsync(TallyService service) => Eventually.BecomesTrue("a signal is heard", async () =>
    {
        using var waiter = service.Services.GetRequiredService<ChangeSignals>().Begin("are you there");
        await SignalAsync(service, "are you there", commit: true);
        return await waiter.WaitAsync(Short, default);
    });

    static async Task SignalAsync(TallyService service, string key, bool commit)
    {
        await using var scope = service.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use("acme");
        var db = scope.ServiceProvider.GetRequiredService<TalliesDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await ChangeSignals.SignalAsync(db, key, default);
        if (commit) await transaction.CommitAsync();
    }
}
