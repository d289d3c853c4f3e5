using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.ApiKeys;

public class ListApiKeysTests : IAsyncLifetime
{
    ServicesBehind services = null!;
    RunningGateway gateway = null!;
    ApiClient client = null!;

    public async Task InitializeAsync()
    {
        services = await ServicesBehind.StartAsync();
        gateway = await RunningGateway.StartAsync(services);
        client = gateway.Client(RunningGateway.Bootstrap);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await gateway.DisposeAsync();
        await services.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_in_the_envelope_of_the_surface_without_secrets()
    {
        var keys = new List<NewKey>();
        for (var n = 0; n < 3; n++) keys.Add(await gateway.CreateKeyAsync(["orders:read"]));

        var page = await client.GetAsync("/v1/api-keys");

        page.ShouldBe(200).Json.ShouldHaveShape("""{"data":[],"count":"integer","limit":"integer","offset":"integer"}""");
        page.Json.At("count").GetInt32().ShouldBe(3);
        page.Json.At("limit").GetInt32().ShouldBe(50);
        page.Json.At("data").EnumerateArray().Select(key => key.TextAt("id")).ShouldBe(keys.AsEnumerable().Reverse().Select(key => key.Id));
        foreach (var key in keys) page.Text.ShouldNotContain(key.Secret);
    }

    [Fact]
    public async Task A_cursor_walks_through_all_of_them_once()
    {
        for (var n = 0; n < 5; n++) await gateway.CreateKeyAsync(["orders:read"]);

        var seen = new List<string?>();
        var path = "/v1/api-keys?limit=2";
        while (path is not null)
        {
            var page = (await client.GetAsync(path)).ShouldBe(200);
            seen.AddRange(page.Json.At("data").EnumerateArray().Select(key => key.TextAt("id")));
            path = page.Json.TextAt("nextCursor") is { } cursor ? $"/v1/api-keys?limit=2&cursor={Uri.EscapeDataString(cursor)}" : null;
        }

        seen.Count.ShouldBe(5);
        seen.Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Status_and_kind_filter_and_a_filter_that_is_none_is_refused()
    {
        var revoked = await gateway.CreateKeyAsync(["orders:read"]);
        var active = await gateway.CreateKeyAsync(["orders:read"]);
        (await client.DeleteAsync($"/v1/api-keys/{revoked.Id}")).ShouldBe(200);

        async Task<IEnumerable<string?>> IdsAsync(string query) =>
            (await client.GetAsync($"/v1/api-keys{query}")).ShouldBe(200).Json.At("data").EnumerateArray().Select(key => key.TextAt("id"));

        (await IdsAsync("?status=revoked")).ShouldBe([revoked.Id]);
        (await IdsAsync("?status=active")).ShouldBe([active.Id]);
        (await IdsAsync("?status=expired")).ShouldBeEmpty();
        (await IdsAsync("?status=active,revoked&kind=live")).Count().ShouldBe(2);
        (await IdsAsync("?kind=test")).ShouldBeEmpty();
        (await client.GetAsync("/v1/api-keys?status=lost")).ShouldBeError(400, "invalid_parameter");
        (await client.GetAsync("/v1/api-keys?colour=red")).ShouldBeError(400, "unknown_filter");
        (await client.GetAsync("/v1/api-keys?limit=-1")).ShouldBeError(400, "invalid_parameter");
    }

    [Fact]
    public async Task A_tenant_sees_rotates_and_revokes_its_own_keys_only()
    {
        var theirs = await gateway.CreateKeyAsync(["admin"]);
        await gateway.MoveAsync(theirs, "umbrella");
        var ours = await gateway.CreateKeyAsync(["orders:read"]);
        using var stranger = gateway.Client(theirs.Secret);

        (await stranger.GetAsync("/v1/api-keys")).ShouldBe(200).Json.At("data").EnumerateArray().Select(key => key.TextAt("id")).ShouldBe([theirs.Id]);
        (await stranger.GetAsync($"/v1/api-keys/{ours.Id}")).ShouldBeError(404, "resource_not_found");
        (await stranger.PostAsync($"/v1/api-keys/{ours.Id}/rotate")).ShouldBeError(404, "resource_not_found");
        (await stranger.DeleteAsync($"/v1/api-keys/{ours.Id}")).ShouldBeError(404, "resource_not_found");
        (await client.GetAsync($"/v1/api-keys/{theirs.Id}")).ShouldBeError(404, "resource_not_found");
        (await client.GetAsync("/v1/api-keys")).Text.ShouldNotContain(theirs.Id);
        using var user = gateway.Client(ours.Secret);
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);
    }

    [Fact]
    public async Task An_id_that_is_none_is_404_and_so_is_one_that_nobody_has()
    {
        (await client.GetAsync("/v1/api-keys/not-an-id")).ShouldBeError(404, "route_not_found");
        (await client.GetAsync($"/v1/api-keys/{Guid.CreateVersion7()}")).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_have_is_405_with_those_that_it_has()
    {
        var answer = await client.PutAsync("/v1/api-keys", "{}");

        answer.ShouldBeError(405, "method_not_allowed");
        answer.Header("Allow").ShouldBe("GET, POST");
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_written_down_after_a_while()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        using var user = gateway.Client(key.Secret);
        var before = TimeProvider.System.GetUtcNow();
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);
        var after = TimeProvider.System.GetUtcNow();

        var seen = await Eventually.Becomes("the last use is known",
            async () => (await client.GetAsync($"/v1/api-keys/{key.Id}")).Data().TextAt("lastUsedAt"), at => at is not null);

        DateTimeOffset.Parse(seen!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(before.AddSeconds(-1), after.AddSeconds(1));
    }
}
