using Atlas.Persistence.Outbox;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;

namespace Atlas.Persistence.Tests;

/// <summary>The service in processes of its own, which die at the worst moments.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    TallyService service = null!;

    public async Task InitializeAsync()
    {
        // Makes the tables and the queues, and leaves the work to the processes.
        service = await TallyService.StartAsync();
        await service.StopAsync();
    }

    public async Task DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task A_consumer_killed_between_commit_and_acknowledgement_has_its_effect_once()
    {
        var message = SentMessage.Raised("killed");
        await service.SendAsync(message);

        await using (var dying = await service.StartReplicaProcessAsync((TallyHost.DieBeforeAcknowledging, "true")))
        {
            (await dying.Exited.WaitAsync(Patience)).ShouldNotBe(0);
            await Eventually.BecomesTrue("its last word is heard", () => dying.Output.Contains("between commit and acknowledgement"), null, () => dying.Output);
        }

        (await service.EntriesAsync(message.TallyId)).ShouldBe([1]); // It was committed,
        await Eventually.BecomesTrue("the broker, which does not know, has it back", async () =>
            await service.WaitingInAsync(service.QueueOf("write-entry")) == 1);

        var behind = SentMessage.Raised("behind it");
        await service.SendAsync(behind);
        await using var next = await service.StartReplicaProcessAsync();
        await service.EntriesBecomeAsync(behind.TallyId, [1], Patience);
        await Eventually.BecomesTrue("the queue is empty", async () => await service.WaitingInAsync(service.QueueOf("write-entry")) == 0);
        (await service.EntriesAsync(message.TallyId)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_relay_killed_between_confirm_and_delete_sends_the_same_message_id_again()
    {
        await using var listener = await Listener.StartAsync(service);
        var messageId = Guid.CreateVersion7(); // It alone dawdles: what its consumer sends is in the outbox too by then.
        await service.ExecuteAsync($$"""
            create function dawdle() returns trigger language plpgsql as $dawdle$ begin perform pg_sleep(60); return old; end $dawdle$;
            create trigger dawdle before delete on outbox for each row when (old.message_id = '{{messageId}}') execute function dawdle();
            """);
        await service.ExecuteAsync($$"""
            insert into outbox (part, aggregate_id, aggregate_version, message_id, tenant_id, type, body, attempts)
            values ({{OutboxMessage.PartOf("tly-crash")}}, 'tly-crash', 1, '{{messageId}}', 'acme', '{{typeof(TallyRaised).FullName}}',
                convert_to('{"tallyId":"tly-crash","name":"crash","by":1,"version":1}', 'UTF8'), 0)
            """);

        await using (var dying = await service.StartReplicaProcessAsync())
        {
            await Eventually.BecomesTrue("the confirmed message is being deleted", async () => listener.Messages.Count == 1 &&
                await service.CountAsync("select count(*) from pg_stat_activity where state = 'active' and query like 'delete from outbox%'") >= 1,
                Patience, () => Task.FromResult(dying.Output));
            await dying.KillAsync();
        }

        await service.ExecuteAsync("select pg_terminate_backend(pid, 60000) from pg_stat_activity where query like 'delete from outbox%'");
        await service.ExecuteAsync("drop trigger dawdle on outbox");
        (await service.CountAsync("select count(*) from outbox where message_id = $1", messageId)).ShouldBe(1);

        await using var next = await service.StartReplicaProcessAsync();
        await Eventually.BecomesTrue("the outbox is empty", async () => await service.OutboxAsync() == 0, Patience);
        await Eventually.BecomesTrue("the broker has it twice", () => listener.Messages.Count == 2);
        listener.Messages.ShouldAllBe(message => message.MessageId == messageId);
        await service.EntriesBecomeAsync("tly-crash", [1]);
    }

    [Fact]
    public async Task A_message_that_kills_the_process_again_and_again_is_given_up_and_waits_in_the_dead_queue()
    {
        const int deliveryLimit = 10;
        var message = SentMessage.Raised(WriteEntry.KillsTheProcess);
        await service.SendAsync(message);

        // One death is real; the deliveries before it end as the broker sees a death: unacknowledged, and back in the queue.
        for (var i = 0; i < deliveryLimit; i++)
            await Eventually.BecomesTrue("it is delivered and comes back", () => service.OnBrokerAsync(async channel =>
            {
                if (await channel.BasicGetAsync(service.QueueOf("write-entry"), autoAck: false) is not { } delivery) return false;
                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
                return true;
            }));
        await using (var dying = await service.StartReplicaProcessAsync())
            (await dying.Exited.WaitAsync(Patience)).ShouldNotBe(0);

        await Eventually.BecomesTrue("the message is in the dead queue", async () =>
            await service.WaitingInAsync(service.QueueOf("write-entry_dead")) == 1);
        (await service.WaitingInAsync(service.QueueOf("write-entry"))).ShouldBe(0u);
        (await service.EntriesAsync(message.TallyId)).ShouldBeEmpty();
    }
}
