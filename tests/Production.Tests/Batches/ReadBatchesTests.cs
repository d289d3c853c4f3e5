using Atlas.Support;

namespace Atlas.Production.Tests.Batches;

[Collection(OneSystem.Name)]
public sealed class ReadBatchesTests(ProductionSystem system)
{
    const string Shape = """
        {
          "id": "string", "code": "string", "factory": "string", "units": "integer", "order_id": "string", "milestone_count": "integer",
          "milestones": [{
            "id": "string", "label": "string", "state": "string", "date": "date?", "note": "string?", "seq": "integer", "planned_date": "date?",
            "completed_at": "timestamp?", "completed_by": "string?", "allowed_actions": ["string"]
          }],
          "status": "string", "percent_complete": "integer", "planned_finish": "date?", "updated_at": "timestamp",
          "work_order_ids": ["string"], "allowed_actions": ["string"], "version": "integer"
        }
        """;

    [Fact]
    public async Task The_published_example_answers_what_it_says()
    {
        var answer = (await system.Demo.GetAsync("/api/v1/batches")).ShouldBe(200);

        answer.Json.ShouldHaveShape($$"""{ "data": [{{Shape}}], "meta": { "count": "integer", "total": "integer", "next_cursor": "string?" } }""", exactly: true);
        answer.Json.At("meta.count").GetInt32().ShouldBe(4);
        var first = answer.Json.At("data[0]");
        first.TextAt("id").ShouldBe("batch-001");
        first.TextAt("code").ShouldBe("B-2417-A");
        first.TextAt("factory").ShouldBe("Plant A · China");
        first.At("units").GetInt32().ShouldBe(2400);
        first.TextAt("order_id").ShouldBe("ord-001");
        first.At("milestone_count").GetInt32().ShouldBe(5);
        first.At("milestones").EnumerateArray().Select(m => m.TextAt("id")).ShouldBe(["m1", "m2", "m3", "m4", "m5"]);
        first.TextAt("milestones[0].label").ShouldBe("Materials sourced");
    }

    [Fact]
    public async Task A_batch_says_the_same_alone_as_in_the_list()
    {
        foreach (var inList in (await system.Demo.GetAsync("/api/v1/batches")).Json.At("data").EnumerateArray())
        {
            var alone = (await system.Demo.GetAsync($"/api/v1/batches/{inList.TextAt("id")}")).ShouldBe(200);
            alone.Json.At("data").ToString().ShouldBe(inList.ToString());
            alone.Header("ETag").ShouldBe($"\"v{inList.At("version").GetInt64()}\"");
        }
    }

    [Theory]
    [InlineData("order_id=ord-001", 1)]
    [InlineData("order_id=ord-001&order_id=ord-002", 2)]
    [InlineData("order_id=ord-999", 0)]
    [InlineData("milestone_state=done", 4)]
    [InlineData("milestone_state=blocked", 0)]
    [InlineData("updated_since=2099-01-01T00:00:00Z", 0)]
    public async Task The_list_can_be_narrowed(string filter, int count) =>
        (await system.Demo.GetAsync($"/api/v1/batches?{filter}")).ShouldBe(200).Json.At("meta.total").GetInt32().ShouldBe(count);

    [Theory]
    [InlineData("milestone_state=finished", "invalid_parameter")]
    [InlineData("colour=red", "unknown_filter")]
    [InlineData("limit=-1", "invalid_parameter")]
    [InlineData("offset=x", "invalid_parameter")]
    [InlineData("cursor=abc", "invalid_parameter")]
    [InlineData("updated_since=yesterday", "invalid_parameter")]
    public async Task A_wrong_parameter_is_refused(string query, string code) =>
        (await system.Demo.GetAsync($"/api/v1/batches?{query}")).ShouldBeError(400, code);

    [Fact]
    public async Task Another_tenants_batch_is_unknown()
    {
        var mine = await system.BatchAsync();

        (await system.Demo.GetAsync($"/api/v1/batches/{mine}")).ShouldBeError(404, "resource_not_found");
        (await system.Acme.GetAsync("/api/v1/batches/batch-001")).ShouldBeError(404, "resource_not_found");
    }

    [Theory]
    [InlineData("GET", "/api/v1/batches", "batches:read")]
    [InlineData("GET", "/api/v1/batches/batch-001", "batches:read")]
    [InlineData("POST", "/api/v1/batches/batch-001/hold", "batches:write")]
    [InlineData("POST", "/api/v1/batches/batch-001/milestones/m3/complete", "milestones:write")]
    [InlineData("POST", "/api/v1/batches/batch-001/milestones/m3/block", "milestones:write")]
    [InlineData("POST", "/api/v1/batches/batch-001/milestones/m1/reopen", "admin")]
    [InlineData("GET", "/v1/production/planning", "production:read")]
    [InlineData("PUT", "/v1/production/planning", "production:write")]
    public async Task Only_those_who_may_get_in(string verb, string path, string scope)
    {
        var method = new HttpMethod(verb);
        using var nobody = system.Atlas.Client(null);
        using var other = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("acme", "orders:read"));
        using var direct = new ApiClient(system.Atlas.UrlOf("production"), RunningAtlas.LocalKey);

        (await nobody.SendAsync(method, path)).ShouldBeError(401, "missing_token");
        (await other.SendAsync(method, path)).ShouldBeError(403, "insufficient_scope").Text.ShouldContain(scope);
        (await direct.SendAsync(method, path)).ShouldBe(401);
    }
}
