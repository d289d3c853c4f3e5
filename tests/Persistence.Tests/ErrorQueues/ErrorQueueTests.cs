using System.Text.Json;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;

namespace Atlas.Persistence.Tests.ErrorQueues;

public sealed class ErrorQueueTests(TallyFixture fixture) : IClassFixture<TallyFixture>, IAsyncLifetime
{
    readonly ApiClient admin = fixture.Service.Client();

    TallyService Service => fixture.Service;
    string ErrorQueue => Service.QueueOf("write-entry_error");

    public async Task InitializeAsync()
    {
        WriteEntry.Mended = false;
        await Eventually.BecomesTrue("the error queue is empty", async () =>
        {
            if (await Service.WaitingInAsync(ErrorQueue) > 0) await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(ErrorQueue));
            return await QueueAsync(ErrorQueue) is null;
        });
    }

    public Task DisposeAsync()
    {
        WriteEntry.Mended = false;
        admin.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_went_wrong_is_listed_with_its_reason_and_stays_where_it_is()
    {
        var poison = SentMessage.Raised(WriteEntry.Poison);
        await Service.SendAsync(poison);

        for (var look = 1; look <= 2; look++)
        {
            var queue = await Eventually.Becomes("the poison is listed", () => QueueAsync(ErrorQueue), queue => queue is not null);
            queue!.Value.ShouldHaveShape("""
                {"queue":"string","kind":"string","count":"integer","messages":[
                  {"messageId":"uuid","messageType":"string","tenant":"string","aggregateId":"string?","reason":"string","failedAt":"timestamp"}]}
                """);
            queue.Value.TextAt("kind").ShouldBe("error");
            queue.Value.At("count").GetInt64().ShouldBe(1);
            queue.Value.At("messages[0].messageId").GetGuid().ShouldBe(poison.MessageId);
            queue.Value.TextAt("messages[0].messageType").ShouldBe("Atlas.Persistence.Tests.Tallies:TallyRaised");
            queue.Value.TextAt("messages[0].tenant").ShouldBe("acme");
            queue.Value.TextAt("messages[0].reason").ShouldBe("This message is poison.");
        }
    }

    [Theory]
    [InlineData("{ this is no JSON", "write-entry_error", "error")]
    [InlineData("""{"messageType":["urn:message:Nobody.Knows:This"],"message":{}}""", "write-entry_skipped", "skipped")]
    public async Task What_cannot_be_read_is_listed_too(string body, string queueName, string kind)
    {
        await Service.SendRawAsync(body);

        var queue = await Eventually.Becomes("it is listed", () => QueueAsync(Service.QueueOf(queueName)), queue => queue is not null);

        queue!.Value.TextAt("kind").ShouldBe(kind);
        queue.Value.At("messages[0].messageId").ValueKind.ShouldBe(JsonValueKind.Null);
        await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(Service.QueueOf(queueName)));
    }

    [Fact]
    public async Task A_redriven_message_has_its_effect_once_however_often_it_is_there()
    {
        var poison = SentMessage.Raised(WriteEntry.Poison);
        await Service.SendAsync(poison, poison);
        await Eventually.BecomesTrue("both are in the error queue", async () => await Service.WaitingInAsync(ErrorQueue) == 2);
        WriteEntry.Mended = true;

        var first = (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive")).ShouldBe(200);
        var second = (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive")).ShouldBe(200);

        first.Json.At("data.redriven").GetInt32().ShouldBe(2);
        first.Json.At("data.left").GetInt32().ShouldBe(0);
        second.Json.At("data.redriven").GetInt32().ShouldBe(0);
        await Service.EntriesBecomeAsync(poison.TallyId, [1]);
        await HasNothingWaitingAsync();
        (await Service.EntriesAsync(poison.TallyId)).ShouldBe([1]);
    }

    [Fact]
    public async Task A_message_that_fails_again_is_back_in_the_error_queue_with_its_id_and_a_fresh_reason()
    {
        var poison = SentMessage.Raised(WriteEntry.Poison);
        await Service.SendAsync(poison);
        var before = await Eventually.Becomes("it is in the error queue", () => QueueAsync(ErrorQueue), queue => queue is not null);
        var failedAt = before!.Value.At("messages[0].failedAt").GetDateTimeOffset();

        (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive")).ShouldBe(200).Json.At("data.redriven").GetInt32().ShouldBe(1);

        var after = await Eventually.Becomes("it left and came back", () => QueueAsync(ErrorQueue),
            queue => queue?.At("messages[0].failedAt").GetDateTimeOffset() > failedAt);
        after!.Value.At("count").GetInt64().ShouldBe(1);
        after.Value.At("messages[0].messageId").GetGuid().ShouldBe(poison.MessageId);
    }

    [Fact]
    public async Task One_message_can_be_redriven_by_its_id()
    {
        WriteEntry.Mended = true;
        var messages = Enumerable.Range(0, 5).Select(_ => SentMessage.Raised("one of five")).ToList();
        await FailAsync(messages);

        var answer = (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive?message_id={messages[3].MessageId}")).ShouldBe(200);

        answer.Json.At("data.redriven").GetInt32().ShouldBe(1);
        answer.Json.At("data.left").GetInt32().ShouldBe(4);
        await Service.EntriesBecomeAsync(messages[3].TallyId, [1]);
        await Eventually.BecomesTrue("four are left", async () => await Service.WaitingInAsync(ErrorQueue) == 4);
        (await QueueAsync(ErrorQueue))!.Value.At("messages").EnumerateArray().Select(m => m.At("messageId").GetGuid())
            .ShouldBe(messages.Where(m => m != messages[3]).Select(m => m.MessageId), ignoreOrder: true);
    }

    [Fact]
    public async Task A_thousand_messages_redriven_by_two_people_at_once_have_a_thousand_effects()
    {
        var messages = Enumerable.Range(0, 1_000).Select(_ => SentMessage.Raised("one of a thousand")).ToList();
        await FailAsync(messages);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
            (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive?limit=1000")).ShouldBe(200)));
        (await admin.PostAsync($"/internal/errors/{ErrorQueue}/redrive?limit=1000")).ShouldBe(200);

        await Eventually.BecomesTrue("a thousand tallies have an entry", async () => await EntriesOfAsync(messages) == (1_000, 1_000));
        await HasNothingWaitingAsync();
        (await EntriesOfAsync(messages)).ShouldBe((1_000, 1_000));
    }

    [Fact]
    public async Task A_message_that_could_not_be_sent_is_listed_and_sent_when_it_is_redriven()
    {
        var (messageId, type) = (Guid.CreateVersion7(), typeof(TallyRaised).FullName);
        await Service.ExecuteAsync($$"""
            insert into outbox (part, aggregate_id, aggregate_version, message_id, tenant_id, type, body, attempts, died_at, last_error)
            values (0, 'tly-dead', 1, '{{messageId}}', 'acme', '{{type}}',
                convert_to('{"tallyId":"tly-dead","name":"dead","by":1,"version":1}', 'UTF8'), 12, now(), 'It was too long ago.')
            """);
        var errors = (await admin.GetAsync("/internal/errors")).ShouldBe(200).Json;
        errors.At("data.outboxCount").GetInt64().ShouldBe(1);
        errors.At("data.outbox[0].messageId").GetGuid().ShouldBe(messageId);
        errors.TextAt("data.outbox[0].reason").ShouldBe("It was too long ago.");

        var answer = (await admin.PostAsync($"/internal/errors/outbox/redrive?message_id={messageId}")).ShouldBe(200);

        answer.Json.At("data.redriven").GetInt32().ShouldBe(1);
        answer.Json.At("data.left").GetInt32().ShouldBe(0);
        await Service.EntriesBecomeAsync("tly-dead", [1]);
    }

    [Fact]
    public async Task Only_an_administrator_may_look_and_redrive()
    {
        using var stranger = new ApiClient(Service.Url);
        using var reader = TestGateway.Client(Service.Url, "tallies", "acme", "orders:read", "orders:write");

        (await stranger.GetAsync("/internal/errors")).ShouldBe(401);
        (await reader.GetAsync("/internal/errors")).ShouldBeError(403, "insufficient_scope");
        (await reader.PostAsync($"/internal/errors/{ErrorQueue}/redrive")).ShouldBeError(403, "insufficient_scope");
    }

    [Theory]
    [InlineData("orders-take-over-planned-batch_error", "", 404, "resource_not_found")]
    [InlineData("outbox", "?limit=0", 400, "invalid_parameter")]
    [InlineData("outbox", "?limit=10001", 400, "invalid_parameter")]
    public async Task A_queue_that_is_not_the_services_own_and_a_limit_that_is_none_are_refused(string queue, string query, int status, string code) =>
        (await admin.PostAsync($"/internal/errors/{queue}/redrive{query}")).ShouldBeError(status, code);

    async Task<JsonElement?> QueueAsync(string name)
    {
        var found = (await admin.GetAsync("/internal/errors")).ShouldBe(200).Json.At("data.queues").EnumerateArray()
            .Where(queue => queue.TextAt("queue") == name).Select(queue => (JsonElement?)queue).FirstOrDefault();
        // Looking at messages takes them out of their queue; the broker puts them back a moment after the look.
        if (found is { } queue)
            await Eventually.BecomesTrue("what was looked at is back", async () => await Service.WaitingInAsync(name) >= queue.At("count").GetInt64());
        return found;
    }

    // Puts messages where they would be if their consumer had failed; the queue exists once something has.
    async Task FailAsync(IReadOnlyList<SentMessage> messages)
    {
        await Service.SendRawAsync("{ no JSON: it makes the queue");
        await Eventually.BecomesTrue("there is an error queue", async () => await Service.WaitingInAsync(ErrorQueue) >= 1);
        await Service.OnBrokerAsync(channel => channel.QueuePurgeAsync(ErrorQueue));
        await Service.SendToAsync("write-entry_error", messages.Select(message => message.Body()));
        await Eventually.Becomes("they are in the error queue", () => Service.WaitingInAsync(ErrorQueue), waiting => waiting == messages.Count);
    }

    async Task<(long Entries, long Tallies)> EntriesOfAsync(IReadOnlyList<SentMessage> messages)
    {
        var ids = messages.Select(message => message.TallyId).ToArray();
        return (await Service.CountAsync("select count(*) from entries where tally_id = any($1)", (object)ids),
            await Service.CountAsync("select count(distinct tally_id) from entries where tally_id = any($1)", (object)ids));
    }

    Task HasNothingWaitingAsync() => Eventually.BecomesTrue("both queues are empty", async () =>
        await Service.WaitingInAsync(Service.QueueOf("write-entry")) == 0 && await Service.WaitingInAsync(ErrorQueue) == 0);
}
