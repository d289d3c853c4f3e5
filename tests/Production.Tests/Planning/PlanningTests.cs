using Atlas.Support;

namespace Atlas.Production.Tests.Planning;

[Collection(OneSystem.Name)]
public sealed class PlanningTests(ProductionSystem system)
{
    const string Planning = "/v1/production/planning";

    [Fact]
    public async Task A_tenant_that_never_said_anything_plans_by_the_usual_rules()
    {
        using var tenant = await NewTenantAsync();

        var rules = (await tenant.GetAsync(Planning)).ShouldBe(200).Json;

        rules.ShouldHaveShape("""
            { "data": {
              "isAutomatic": "boolean", "factoryLines": [{ "factory": "string", "skuPrefixes": ["string"] }], "milestoneLabels": ["string"],
              "updatedAt": "timestamp", "version": "integer" } }
            """, exactly: true);
        rules.At("data.isAutomatic").GetBoolean().ShouldBeTrue();
        rules.At("data.milestoneLabels").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Each_factory_line_gets_a_batch_of_what_it_makes()
    {
        using var tenant = await NewTenantAsync();
        (await tenant.PutAsync(Planning, new
        {
            factoryLines = new object[] { new { factory = "Caps Ltd", skuPrefixes = new[] { "sum-cap" } }, new { factory = "Plant B" } },
            milestoneLabels = new[] { "Cut", "Sewn" },
        })).ShouldBe(200);

        var batches = await ProductionSystem.BatchesOfAsync(tenant, await system.OrderAsync(tenant), 2);

        batches.Select(b => (b.TextAt("factory"), b.At("units").GetInt32())).ShouldBe([("Caps Ltd", 50), ("Plant B", 100)], ignoreOrder: true);
        foreach (var batch in batches) batch.At("milestones").EnumerateArray().Select(m => m.TextAt("label")).ShouldBe(["Cut", "Sewn"]);
    }

    [Fact]
    public async Task Rules_written_on_an_older_version_are_refused()
    {
        using var tenant = await NewTenantAsync();
        var rules = new { factoryLines = new[] { new { factory = "Plant B" } } };
        var first = (await tenant.PutAsync(Planning, rules)).ShouldBe(200);

        (await tenant.PutAsync(Planning, rules, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await tenant.PutAsync(Planning, rules, ("If-Match", first.Header("ETag")!))).ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"factoryLines":[]}""", "factoryLines", "array_length")]
    [InlineData("""{}""", "factoryLines", "required")]
    [InlineData("""{"factoryLines":[{}]}""", "factoryLines[0].factory", "required")]
    [InlineData("""{"factoryLines":[{"factory":"A"}],"milestoneLabels":[""]}""", "milestoneLabels", "invalid_value")]
    [InlineData("""{"factoryLines":[{"factory":"A"}],"isAutomatic":"yes"}""", "isAutomatic", "invalid_type")]
    public async Task A_wrong_field_is_named_and_nothing_changes(string body, string field, string code)
    {
        using var tenant = await NewTenantAsync();
        var before = (await tenant.GetAsync(Planning)).Json.At("data.version").GetInt64();

        var refused = (await tenant.PutAsync(Planning, body)).ShouldBeError(400, "validation_failed");

        refused.Json.TextAt("details[0].field").ShouldBe(field);
        refused.Json.TextAt("details[0].code").ShouldBe(code);
        (await tenant.GetAsync(Planning)).Json.At("data.version").GetInt64().ShouldBe(before);
    }

    async Task<ApiClient> NewTenantAsync()
    {
        var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(system.Unique("tenant")));
        (await client.PostAsync("/api/v1/customers", new { slug = "summit", name = "Summit", contact = "Mira", contact_email = "mira@summit.example" })).ShouldBe(201);
        return client;
    }
}
