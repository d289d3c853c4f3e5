using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;

namespace Atlas.Persistence.Tests.Idempotency;

public sealed class IdempotencyTests(TallyFixture fixture) : IClassFixture<TallyFixture>, IDisposable
{
    readonly ApiClient client = fixture.Service.Client();

    TallyService Service => fixture.Service;

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("/v1")]
    [InlineData("/api/v1")]
    public async Task The_same_request_again_gets_the_same_answer_and_has_no_second_effect(string surface)
    {
        var (key, request) = (NewKey(), new { name = $"created once on {surface}" });
        var first = (await client.PostAsync($"{surface}/tallies", request, key)).ShouldBe(201);
        first.Header("Idempotent-Replayed").ShouldBeNull();

        var second = (await client.PostAsync($"{surface}/tallies", request, key)).ShouldBe(201);

        second.Body.ShouldBe(first.Body);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        foreach (var header in (string[])["Location", "ETag", "Content-Type"]) second.Header(header).ShouldBe(first.Header(header));
        (await Service.CountAsync("select count(*) from tallies where name = $1", request.name)).ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1", 409)]
    [InlineData("/api/v1", 422)]
    public async Task A_key_that_was_used_for_another_body_is_refused(string surface, int status)
    {
        var key = NewKey();
        (await client.PostAsync($"{surface}/tallies", new { name = $"first under the key on {surface}" }, key)).ShouldBe(201);

        var answer = await client.PostAsync($"{surface}/tallies", new { name = $"second under the key on {surface}" }, key);

        answer.ShouldBeError(status, "idempotency_key_reused");
        (await Service.CountAsync("select count(*) from tallies where name like '% under the key on ' || $1", surface)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_belongs_to_one_tenant_one_method_and_one_path()
    {
        var (key, request) = (NewKey(), new { name = "same key elsewhere" });
        using var other = Service.Client("brewco");
        (await client.PostAsync("/v1/tallies", request, key)).ShouldBe(201);

        var elsewhere = (await other.PostAsync("/v1/tallies", request, key)).ShouldBe(201);
        elsewhere.Header("Idempotent-Replayed").ShouldBeNull();

        (await client.PostAsync("/api/v1/tallies", request, key)).ShouldBeError(409, "duplicate_code");
    }

    [Fact]
    public async Task A_request_in_flight_under_the_same_key_is_answered_409_with_a_time_to_ask_again()
    {
        var (id, key) = (await Service.CreateTallyAsync("in flight"), NewKey());
        var request = new { by = 1, then = "wait" };
        var first = client.PostAsync($"/v1/tallies/{id}/raise", request, key);
        await Eventually.BecomesTrue("the first request waits", async () => await Service.CountAsync("""
            select count(*) from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and objsubid = 1
              and database = (select oid from pg_database where datname = current_database())
            """) >= 1);

        var second = await client.PostAsync($"/v1/tallies/{id}/raise", request, key);
        TallyRoutes.Gate.Release();

        second.ShouldBeError(409, "idempotency_in_progress").Header("Retry-After").ShouldBe("1");
        (await first).ShouldBe(200);
        var third = (await client.PostAsync($"/v1/tallies/{id}/raise", request, key)).ShouldBe(200);
        third.Header("Idempotent-Replayed").ShouldBe("true");
        third.Body.ShouldBe((await first).Body);
    }

    [Fact]
    public async Task A_request_that_broke_leaves_nothing_and_frees_the_key()
    {
        var (id, key) = (await Service.CreateTallyAsync("broken"), NewKey());
        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 5, then = "throw" }, key)).ShouldBeError(500, "internal_error");

        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, key)).ShouldBe(200).Header("Idempotent-Replayed").ShouldBeNull();

        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_client_that_hangs_up_leaves_nothing_and_frees_the_key()
    {
        var (id, key) = (await Service.CreateTallyAsync("hung up"), NewKey());
        using (var impatient = new HttpClient { BaseAddress = new Uri(Service.Url), Timeout = TimeSpan.FromMilliseconds(500) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/tallies/{id}/raise")
            {
                Content = new StringContent("""{"by":7,"then":"wait"}""", null, "application/json"),
                Headers = { { "X-Atlas-Identity", TestGateway.Token("tallies") }, { key.Name, key.Value } },
            };
            await Should.ThrowAsync<TaskCanceledException>(() => impatient.SendAsync(request));
        }

        await Eventually.Becomes("the key is free", () => client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, key),
            answer => answer.Status == HttpStatusCode.OK);
        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("refuse", "changed_my_mind")]
    [InlineData(null, "tally_full")]
    public async Task A_refusal_leaves_no_effect_and_is_repeated_under_its_key(string? then, string code)
    {
        var (id, key) = (await Service.CreateTallyAsync($"refused by {code}"), NewKey());
        var request = new { by = then is null ? Tally.Limit + 1 : 1, then };
        var first = (await client.PostAsync($"/v1/tallies/{id}/raise", request, key)).ShouldBeError(409, code);

        var second = (await client.PostAsync($"/v1/tallies/{id}/raise", request, key)).ShouldBeError(409, code);

        second.Header("Idempotent-Replayed").ShouldBe("true");
        second.Body.ShouldBe(first.Body);
        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(0);
        (await Service.CountAsync("select count(*) from outbox where aggregate_id = $1", id)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_typed_wrong_is_not_kept_under_the_key()
    {
        var key = NewKey();
        (await client.PostAsync("/v1/tallies", new { }, key)).ShouldBeError(400, "validation_failed");

        (await client.PostAsync("/v1/tallies", new { name = "typed right" }, key)).ShouldBe(201);
    }

    [Fact]
    public async Task A_hundred_requests_at_once_under_one_key_have_one_effect()
    {
        var (id, key) = (await Service.CreateTallyAsync("a hundred"), NewKey());

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, key)));

        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(1);
        var taken = answers.Where(answer => answer.Status == HttpStatusCode.OK).ToList();
        taken.Count(answer => answer.Header("Idempotent-Replayed") is null).ShouldBe(1);
        taken.Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        foreach (var answer in answers.Except(taken)) answer.ShouldBeError(409, "idempotency_in_progress");
        await Service.EntriesBecomeAsync(id, [1]);
    }

    [Fact]
    public async Task A_hundred_requests_at_once_without_a_key_lose_no_update()
    {
        var id = await Service.CreateTallyAsync("lost updates");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 })));

        var taken = answers.Count(answer => answer.Status == HttpStatusCode.OK);
        foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.OK)) answer.ShouldBeError(409, "concurrent_update");
        taken.ShouldBeGreaterThan(0);
        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(taken);
    }

    [Fact]
    public async Task Two_that_create_the_same_at_once_are_one_created_and_one_refused_as_a_duplicate()
    {
        for (var i = 0; i < 10; i++)
        {
            var request = new { name = $"raced for {i}" };

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.PostAsync("/v1/tallies", request)));

            answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
            foreach (var answer in answers.Where(answer => answer.Status != HttpStatusCode.Created)) answer.ShouldBeError(409, "duplicate_code");
        }
    }

    [Theory]
    [InlineData("/v1", "dryRun")]
    [InlineData("/api/v1", "dry_run")]
    public async Task A_dry_run_answers_in_full_and_keeps_nothing(string surface, string parameter)
    {
        var (id, key) = (await Service.CreateTallyAsync($"dry run on {surface}"), NewKey());

        var dry = (await client.PostAsync($"{surface}/tallies/{id}/raise?{parameter}=true", new { by = 3 }, key)).ShouldBe(200);

        dry.Json.At("data.count").GetInt32().ShouldBe(3);
        dry.Header("Atlas-Dry-Run").ShouldBe("true");
        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(0);
        (await client.PostAsync($"{surface}/tallies/{id}/raise", new { by = 1 }, key)).ShouldBe(200).Header("Idempotent-Replayed").ShouldBeNull();
        await Service.EntriesBecomeAsync(id, [1]);
    }

    [Fact]
    public async Task The_demo_key_can_only_try_on_api_and_only_read_on_v1()
    {
        using var demo = TestGateway.DemoClient(Service.Url, "tallies");
        var request = new { name = "tried by the demo key" };

        (await demo.PostAsync("/api/v1/tallies", request)).ShouldBe(201).Header("Atlas-Dry-Run").ShouldBe("true");
        (await demo.PostAsync("/v1/tallies", request)).ShouldBeError(403, "insufficient_scope");
        (await demo.GetAsync("/v1/tallies")).ShouldBe(200);

        (await Service.CountAsync("select count(*) from tallies where name = $1", request.name)).ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("256")]
    public async Task A_key_that_is_no_key_is_refused(string value)
    {
        var key = ("Idempotency-Key", value == "256" ? new string('k', 256) : value);

        (await client.PostAsync("/v1/tallies", new { name = "never" }, key)).ShouldBe(400);

        (await Service.CountAsync("select count(*) from tallies where name = 'never'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_longest_key_on_the_longest_path_is_only_a_key()
    {
        var key = ("Idempotency-Key", new string([.. Enumerable.Range(0, 255).Select(_ => (char)Random.Shared.Next('!', '~' + 1))]));
        var id = new string([.. Enumerable.Range(0, 3_000).Select(_ => (char)Random.Shared.Next('a', 'z' + 1))]);

        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, key)).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task If_match_is_honoured()
    {
        var id = await Service.CreateTallyAsync("versions");
        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, ("If-Match", "\"v0\""))).ShouldBe(200);

        (await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 }, ("If-Match", "\"v0\""))).ShouldBeError(412, "version_mismatch");

        (await client.GetAsync($"/v1/tallies/{id}")).Json.At("data.count").GetInt32().ShouldBe(1);
    }

    static (string Name, string Value) NewKey() => ("Idempotency-Key", Guid.NewGuid().ToString());
}
