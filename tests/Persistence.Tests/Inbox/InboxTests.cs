using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;

namespace Atlas.Persistence.Tests.Inbox;

public sealed class InboxTests(TallyFixture fixture) : IClassFixture<TallyFixture>
{
    TallyService Service => fixture.Service;

    [Fact]
    public async Task The_same_message_twice_has_one_effect()
    {
        var message = SentMessage.Raised("twice");

        await Service.SendAsync(message);
        await Service.EntriesBecomeAsync(message.TallyId, [1]);
        await Service.SendAsync(message);

        await HasReceivedEverythingBeforeAsync();
        (await Service.EntriesAsync(message.TallyId)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_same_message_many_times_at_once_has_one_effect_and_causes_one_message()
    {
        var message = SentMessage.Raised("at once");

        await Service.SendAsync([.. Enumerable.Repeat(message, 30)]);

        await HasReceivedEverythingBeforeAsync();
        (await Service.EntriesAsync(message.TallyId)).ShouldBe([1]);
        await Eventually.BecomesTrue("the news of the entry arrives", () => HearOfEntries.Heard.Any(h => h.Message.TallyId == message.TallyId));
        HearOfEntries.Heard.Count(h => h.Message.TallyId == message.TallyId).ShouldBe(1);
    }

    [Fact]
    public async Task An_effect_that_fails_is_tried_again_from_the_start()
    {
        var message = SentMessage.Raised(WriteEntry.FailsTwice);

        await Service.SendAsync(message);

        await Service.EntriesBecomeAsync(message.TallyId, [1]);
        (await Service.WaitingInAsync(Service.QueueOf("write-entry_error"))).ShouldBe(0u);
    }

    [Fact]
    public async Task A_poison_message_goes_to_the_error_queue_and_its_neighbours_flow()
    {
        var poison = SentMessage.Raised(WriteEntry.Poison);
        var neighbours = Enumerable.Range(0, 20).Select(i => SentMessage.Raised($"neighbour {i}")).ToList();

        await Service.SendAsync([poison, .. neighbours]);

        foreach (var neighbour in neighbours) await Service.EntriesBecomeAsync(neighbour.TallyId, [1]);
        await Eventually.BecomesTrue("the poison is in the error queue", async () =>
            await Service.WaitingInAsync(Service.QueueOf("write-entry_error")) == 1);
        (await Service.EntriesAsync(poison.TallyId)).ShouldBeEmpty();
        await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(Service.QueueOf("write-entry_error")));
    }

    [Theory]
    [InlineData("{ this is no JSON", "_error")]
    [InlineData("""{"messageType":["urn:message:Nobody.Knows:This"],"message":{}}""", "_skipped")]
    public async Task What_cannot_be_read_is_put_aside_and_its_neighbours_flow(string body, string queue)
    {
        var neighbour = SentMessage.Raised("beside the unreadable");

        await Service.SendRawAsync(body);
        await Service.SendAsync(neighbour);

        await Service.EntriesBecomeAsync(neighbour.TallyId, [1]);
        await Eventually.BecomesTrue($"it is in the {queue} queue", async () =>
            await Service.WaitingInAsync(Service.QueueOf($"write-entry{queue}")) == 1);
        await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(Service.QueueOf($"write-entry{queue}")));
    }

    [Fact]
    public async Task A_message_that_does_not_say_whose_it_is_changes_nothing()
    {
        var message = SentMessage.Raised("of nobody");

        await Service.SendRawAsync(message.Body(tenant: ""));

        await Eventually.BecomesTrue("it is in the error queue", async () =>
            await Service.WaitingInAsync(Service.QueueOf("write-entry_error")) == 1);
        (await Service.EntriesAsync(message.TallyId)).ShouldBeEmpty();
        await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(Service.QueueOf("write-entry_error")));
    }

    [Fact]
    public async Task Every_queue_is_a_quorum_queue_with_a_limit_of_deliveries()
    {
        // Declaring a queue again with other arguments is refused, so this passes only with exactly these.
        foreach (var consumer in (string[])["write-entry", "hear-of-entries"])
            await Service.OnBrokerAsync(channel => channel.QueueDeclareAsync(Service.QueueOf(consumer), durable: true, exclusive: false, autoDelete: false,
                new Dictionary<string, object?>
                {
                    ["x-queue-type"] = "quorum",
                    ["x-delivery-limit"] = 10,
                    ["x-dead-letter-strategy"] = "at-least-once",
                    ["x-overflow"] = "reject-publish",
                    ["x-dead-letter-exchange"] = Service.QueueOf($"{consumer}_dead"),
                }));
    }

    // Queues are taken in order, sixteen messages at a time, so what is behind has waited for all before it but those.
    async Task HasReceivedEverythingBeforeAsync()
    {
        var last = Enumerable.Range(0, 40).Select(i => SentMessage.Raised($"last {i}")).ToList();
        await Service.SendAsync([.. last]);
        foreach (var message in last) await Service.EntriesBecomeAsync(message.TallyId, [1]);
        await Eventually.BecomesTrue("the queue is empty", async () => await Service.WaitingInAsync(Service.QueueOf("write-entry")) == 0);
    }
}
