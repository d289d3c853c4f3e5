using Atlas.Support;

namespace Atlas.Orders.Tests.Conversations;

[Collection(OneSystem.Name)]
public sealed class ConversationTests(OrdersSystem system)
{
    [Fact]
    public async Task What_was_said_is_read_in_the_order_it_was_said()
    {
        var conversation = await NewConversationAsync();

        var said = (await system.Acme.PostAsync(conversation, Samples.Message("Can it ship earlier?"))).ShouldBe(201);
        (await system.Acme.PostAsync(conversation, new { body = "We will see.", author_name = "Lin Wei" })).ShouldBe(201);

        const string message = """
            {
              "id": "uuid", "order_id": "string", "at": "timestamp", "author_role": "string", "author_name": "string", "body": "string",
              "kind": "string", "milestone_ref": "string?", "created_at": "timestamp"
            }
            """;
        said.Json.At("data").ShouldHaveShape(message, exactly: true);
        var read = (await system.Acme.GetAsync(conversation)).ShouldBe(200).Json;
        read.ShouldHaveShape($$"""{ "data": [{{message}}], "meta": { "count": "integer", "total": "integer", "next_cursor": "string?" } }""", exactly: true);
        read.At("data").EnumerateArray().Select(m => (m.TextAt("author_role"), m.TextAt("body")))
            .ShouldBe([("brand", "Can it ship earlier?"), ("manufacturer", "We will see.")]);
    }

    [Fact]
    public async Task A_message_sent_twice_under_one_key_is_said_once()
    {
        var conversation = await NewConversationAsync();
        var key = ("Idempotency-Key", system.Unique("said"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Eventually.Becomes("it is answered",
            () => system.Acme.PostAsync(conversation, Samples.Message("Once."), key), answer => answer.Status == HttpStatusCode.Created)));

        answers.Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        (await system.Acme.GetAsync(conversation)).Json.At("meta.total").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"author_name":"Mira"}""", "body", "required")]
    [InlineData("""{"body":"Hello","author_name":""}""", "author_name", "required")]
    [InlineData("""{"body":"Hello","author_name":"Mira","author_role":"system"}""", "author_role", "invalid_value")]
    public async Task A_wrong_field_is_named_and_nothing_is_said(string json, string field, string code)
    {
        var conversation = await NewConversationAsync();

        var refused = (await system.Acme.PostAsync(conversation, new StringContent(json, null, "application/json"))).ShouldBeError(422, "validation_failed");

        refused.Json.TextAt("error.details[0].field").ShouldBe(field);
        refused.Json.TextAt("error.details[0].code").ShouldBe(code);
        (await system.Acme.GetAsync(conversation)).Json.At("meta.total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Only_those_who_may_see_the_order_take_part()
    {
        var conversation = await NewConversationAsync();

        (await system.Demo.GetAsync(conversation)).ShouldBeError(404, "resource_not_found");
        (await system.Demo.PostAsync(conversation, Samples.Message("Let me in."))).ShouldBeError(404, "resource_not_found");
        (await system.Acme.GetAsync(conversation)).Json.At("meta.total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_that_was_said_can_be_changed_or_deleted_by_the_service()
    {
        foreach (var right in (string[])["update", "delete", "truncate"])
            (await system.CountAsync($"select count(*) from pg_roles where rolname like 'ordersdb\\_%' and has_table_privilege(oid, 'conversation_messages', '{right}')"))
                .ShouldBe(0, right);
    }

    async Task<string> NewConversationAsync()
    {
        var tenant = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-talk"));
        return $"/api/v1/orders/{tenant}/conversation";
    }
}
