using System.Text.Json;
using Atlas.Support;

namespace Atlas.Webhooks.Tests.Deliveries;

[Collection(OneService.Name)]
public sealed class RetryTests(Running running) : IDisposable
{
    const int TriesOfSchedule = 4;

    readonly Subscriber subscriber = new(running.Service, running.Receiver);

    [Fact]
    public async Task A_failed_event_is_sent_again_with_the_same_bytes_and_every_attempt_is_on_record()
    {
        var failing = Behaviour.Status(HttpStatusCode.ServiceUnavailable, ("X-Why", "maintenance"));
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.First(2, failing, Behaviour.Accept));
        var other = await subscriber.SubscribeAsync();

        await running.Others.ReceiveOrderAsync(subscriber.Tenant);

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, 3);
        var elsewhere = (await running.Receiver.ReceivesAsync(other.Path, 1))[0];
        hooks.ShouldAllBe(hook => hook.Id == elsewhere.Id && hook.Body.SequenceEqual(elsewhere.Body));
        hooks.ShouldAllBe(hook => hook.WhyNotSignedWith(endpoint.Secret, null) == null);
        var delivery = await subscriber.DeliveryBecomesAsync(endpoint, "delivered");
        delivery.ShouldHaveShape("""
            {"id":"uuid","eventId":"string","eventType":"string","endpointId":"uuid","orderingKey":"string","sequence":"integer","status":"string",
             "attemptCount":"integer","nextAttemptAt":"null","lastStatusCode":"integer","lastError":"null","createdAt":"timestamp","settledAt":"timestamp",
             "attempts":[{"number":"integer","at":"timestamp","durationMs":"integer","statusCode":"integer","error":"string?",
                          "responseHead":"string","responseSnippet":"string","nextAttemptAt":"timestamp?"}]}
            """, exactly: true);
        Attempts(delivery).ShouldBe([(1, 503, "status"), (2, 503, "status"), (3, 200, null)]);
        delivery.TextAt("attempts[0].responseHead")!.ShouldContain("X-Why: maintenance");
        var waits = delivery.At("attempts").EnumerateArray().Take(2).Select(a => a.At("nextAttemptAt").GetDateTimeOffset() - a.At("at").GetDateTimeOffset());
        waits.ShouldAllBe(wait => wait >= TimeSpan.FromSeconds(0.2));
    }

    [Fact]
    public async Task After_the_last_try_it_is_given_up_until_somebody_retries_it_by_hand()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.First(TriesOfSchedule, Behaviour.Status(HttpStatusCode.InternalServerError), Behaviour.Accept));
        await subscriber.TestAsync(endpoint);
        var dead = await subscriber.DeliveryBecomesAsync(endpoint, "dead");
        dead.At("attemptCount").GetInt32().ShouldBe(TriesOfSchedule);
        dead.At("nextAttemptAt").ValueKind.ShouldBe(JsonValueKind.Null);

        (await subscriber.Api.PostAsync($"/v1/webhooks/deliveries/{dead.TextAt("id")}/retry")).ShouldBe(200);

        var delivered = await subscriber.DeliveryBecomesAsync(endpoint, "delivered");
        delivered.At("attemptCount").GetInt32().ShouldBe(TriesOfSchedule + 1);
        Attempts(delivered).Last().ShouldBe((TriesOfSchedule + 1, 200, null));
        running.Receiver.ReceivedAt(endpoint.Path).Select(hook => hook.Id).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_delivered_can_be_delivered_again_under_the_same_id()
    {
        var endpoint = await subscriber.SubscribeAsync();
        var id = await subscriber.TestAsync(endpoint);
        await subscriber.DeliveryBecomesAsync(endpoint, "delivered");

        (await subscriber.Api.PostAsync($"/v1/webhooks/deliveries/{id}/redeliver")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("pending");

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, 2);
        hooks[1].Id.ShouldBe(hooks[0].Id);
        hooks[1].Body.ShouldBe(hooks[0].Body);
        (await Eventually.Becomes("both attempts are on record", () => subscriber.DeliveryAsync(id), d => d.At("attemptCount").GetInt32() == 2))
            .TextAt("status").ShouldBe("delivered");
    }

    [Fact]
    public async Task A_receiver_is_left_alone_for_as_long_as_it_asks()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.First(
            1, Behaviour.Status(HttpStatusCode.TooManyRequests, ("Retry-After", "2")), Behaviour.Accept));

        await subscriber.TestAsync(endpoint);

        var hooks = await running.Receiver.ReceivesAsync(endpoint.Path, 2);
        (hooks[1].At - hooks[0].At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_hears_nothing_more_until_it_is_enabled_again()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.Gone);
        var other = await subscriber.SubscribeAsync(new { eventTypes = new[] { "endpoint.disabled" } });

        await subscriber.TestAsync(endpoint);

        var told = (await running.Receiver.ReceivesAsync(other.Path, 1))[0];
        told.Json.TextAt("type").ShouldBe("endpoint.disabled");
        told.Json.TextAt("data.reason").ShouldBe("gone");
        told.Json.TextAt("data.endpoint_id").ShouldBe(endpoint.Id);
        (await subscriber.DeliveriesAsync(endpoint)).ShouldHaveSingleItem().TextAt("status").ShouldBe("dead");
        var view = (await subscriber.Api.GetAsync($"/v1/webhooks/endpoints/{endpoint.Id}")).ShouldBe(200).Json.At("data");
        view.TextAt("status").ShouldBe("disabled");
        view.TextAt("disabledReason").ShouldBe("gone");
        (await subscriber.Api.PostAsync($"/v1/webhooks/endpoints/{endpoint.Id}/test")).ShouldBeError(409, "endpoint_disabled");

        running.Receiver.Behave(endpoint.Path, Behaviour.Accept);
        (await subscriber.Api.PatchAsync($"/v1/webhooks/endpoints/{endpoint.Id}", new { enabled = true })).ShouldBe(200);
        await subscriber.TestAsync(endpoint);
        await subscriber.DeliveryBecomesAsync(endpoint, "delivered");
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_is_never_followed()
    {
        var target = $"/{subscriber.Tenant}/target";
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.RedirectTo(running.Receiver.Url + target));

        await subscriber.TestAsync(endpoint);

        Attempts(await subscriber.DeliveryBecomesAsync(endpoint, "dead")).ShouldAllBe(attempt => attempt.Status == 302 && attempt.Error == "status");
        running.Receiver.ReceivedAt(target).ShouldBeEmpty();
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "hang", "timeout" },
        { "drip", "timeout" },
        { "reset", "response" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_way_to_fail_has_its_name(string behaviour, string error)
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: behaviour switch
        {
            "hang" => Behaviour.Hang,
            "drip" => Behaviour.Drip,
            _ => Behaviour.Reset,
        });

        var id = await subscriber.TestAsync(endpoint);

        var tried = await Eventually.Becomes("it was tried", () => subscriber.DeliveryAsync(id), d => d.At("attemptCount").GetInt32() > 0);
        tried.TextAt("attempts[0].error").ShouldBe(error);
        tried.At("attempts[0].statusCode").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/hook", "connect")]
    [InlineData("https://nobody.invalid/hook", "dns")]
    public async Task Nobody_there_has_its_name_too(string url, string error)
    {
        var endpoint = await subscriber.SubscribeAsync(new { url });

        var id = await subscriber.TestAsync(endpoint);

        (await Eventually.Becomes("it was tried", () => subscriber.DeliveryAsync(id), d => d.At("attemptCount").GetInt32() > 0))
            .TextAt("attempts[0].error").ShouldBe(error);
    }

    [Fact]
    public async Task A_receiver_without_tls_behind_https_is_a_failure_of_tls()
    {
        var endpoint = await subscriber.SubscribeAsync(new { url = $"https://127.0.0.1:{running.Receiver.Port}/hook" });

        var id = await subscriber.TestAsync(endpoint);

        (await Eventually.Becomes("it was tried", () => subscriber.DeliveryAsync(id), d => d.At("attemptCount").GetInt32() > 0))
            .TextAt("attempts[0].error").ShouldBe("tls");
    }

    [Fact]
    public async Task A_flood_of_an_answer_is_cut_off_and_only_its_beginning_is_kept()
    {
        var endpoint = await subscriber.SubscribeAsync(behaviour: Behaviour.Flood(50_000_000));

        await subscriber.TestAsync(endpoint);

        var delivery = await subscriber.DeliveryBecomesAsync(endpoint, "delivered");
        delivery.TextAt("attempts[0].responseSnippet")!.Length.ShouldBe(4 * 1024);
    }

    static List<(int Number, int? Status, string? Error)> Attempts(JsonElement delivery) =>
        [.. delivery.At("attempts").EnumerateArray().Select(a => (
            a.At("number").GetInt32(), a.At("statusCode").ValueKind == JsonValueKind.Null ? null : (int?)a.At("statusCode").GetInt32(),
            a.TextAt("error")))];

    public void Dispose() => subscriber.Dispose();
}
