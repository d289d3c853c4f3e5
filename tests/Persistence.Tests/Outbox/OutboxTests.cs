using Atlas.Persistence.Outbox;
using Atlas.Support;

namespace Atlas.Persistence.Tests.Outbox;

public sealed class OutboxTests(TallyFixture fixture) : IClassFixture<TallyFixture>
{
    TallyService Service => fixture.Service;

    [Fact]
    public async Task What_is_committed_arrives()
    {
        var id = await Service.CreateTallyAsync("arrives");

        (await Service.RaiseAsync(id)).ShouldBe(200);

        await Service.EntriesBecomeAsync(id, [1]);
        await Eventually.BecomesTrue("the outbox is empty", async () => await Service.OutboxAsync() == 0);
    }

    [Theory]
    [InlineData("refuse", 409)]
    [InlineData("throw", 500)]
    public async Task What_is_rolled_back_never_arrives(string then, int status)
    {
        var id = await Service.CreateTallyAsync($"rolled back by {then}");
        using var client = Service.Client();
        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1, then })).ShouldBe(status);

        (await Service.RaiseAsync(id)).ShouldBe(200); // Version 1 again: the first never was.

        await Service.EntriesBecomeAsync(id, [1]);
        await Eventually.BecomesTrue("the outbox is empty", async () => await Service.OutboxAsync() == 0);
        (await Service.EntriesAsync(id)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_messages_of_one_aggregate_keep_their_order()
    {
        var ids = new List<string>();
        for (var i = 0; i < 4; i++) ids.Add(await Service.CreateTallyAsync($"in order {i}"));
        await using var queue = await Listener.StartAsync(Service);

        // Published by many requests at once; the version of the row says which came first.
        await Task.WhenAll(ids.SelectMany(id => Enumerable.Range(0, 25).Select(_ => RaiseUntilTaken(id))));

        await Eventually.BecomesTrue("all 100 messages are in the queue", () => queue.Messages.Count >= 100, null, () => $"{queue.Messages.Count}");
        foreach (var id in ids)
            queue.Messages.Where(m => m.AggregateId == id).Select(m => m.Version).ShouldBe(Enumerable.Range(1, 25).Select(v => (long)v));
    }

    [Fact]
    public async Task Two_relays_share_the_work_and_send_everything_once()
    {
        await using var replica = await Service.StartReplicaAsync();
        var ids = new List<string>();
        for (var i = 0; i < 8; i++) ids.Add(await Service.CreateTallyAsync($"shared {i}"));
        await using var queue = await Listener.StartAsync(Service);

        await Task.WhenAll(ids.SelectMany((id, i) => Enumerable.Range(0, 20).Select(n => RaiseUntilTaken(id, (i + n) % 2 == 0 ? Service : replica))));

        await Eventually.BecomesTrue("all 160 messages are in the queue", () => queue.Messages.Count >= 160, null, () => $"{queue.Messages.Count}");
        await Eventually.BecomesTrue("the outbox is empty", async () => await Service.OutboxAsync() == 0);
        queue.Messages.Select(m => m.MessageId).Distinct().Count().ShouldBe(queue.Messages.Count);
        foreach (var id in ids)
            queue.Messages.Where(m => m.AggregateId == id).Select(m => m.Version).ShouldBe(Enumerable.Range(1, 20).Select(v => (long)v));
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_holds_up_its_aggregate_and_nobody_else()
    {
        var (stuck, free) = (await Service.CreateTallyAsync("stuck"), await Service.CreateTallyAsync("free"));
        await Service.ExecuteAsync($"""
            insert into outbox (part, aggregate_id, aggregate_version, message_id, tenant_id, type, body, attempts)
            values ({OutboxMessage.PartOf(stuck)}, '{stuck}', 0, gen_random_uuid(), 'acme', 'No.Such.Type', '\x7b7d', 0)
            """);
        await Eventually.BecomesTrue("the message was tried", async () =>
            await Service.CountAsync("select count(*) from outbox where attempts > 0 and last_error like '%No.Such.Type%'") == 1);

        (await Service.RaiseAsync(stuck)).ShouldBe(200);
        (await Service.RaiseAsync(free)).ShouldBe(200);

        await Service.EntriesBecomeAsync(free, [1]);
        (await Service.EntriesAsync(stuck)).ShouldBeEmpty();
        await Service.ExecuteAsync($"update outbox set attempts = 12, died_at = now() where aggregate_id = '{stuck}' and type = 'No.Such.Type'");
        await Service.EntriesBecomeAsync(stuck, [1]);
        await Service.ExecuteAsync("delete from outbox where died_at is not null");
    }

    // A lost race for a version is answered with 409 at last, a database that is too busy with 503; the client tries again.
    async Task RaiseUntilTaken(string id, TallyService? service = null)
    {
        while (true)
        {
            var answer = await (service ?? Service).RaiseAsync(id);
            if (answer.Status == HttpStatusCode.OK) return;
            if (answer.Status != HttpStatusCode.ServiceUnavailable) answer.ShouldBeError(409, "concurrent_update");
        }
    }
}
