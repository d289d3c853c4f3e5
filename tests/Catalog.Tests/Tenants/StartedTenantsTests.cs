using Atlas.Support;

namespace Atlas.Catalog.Tests.Tenants;

[Collection(OneSystem.Name)]
public sealed class StartedTenantsTests(CatalogSystem system)
{
    [Fact]
    public async Task Of_many_first_requests_at_the_same_moment_all_see_the_usual_units_once()
    {
        var tenant = CatalogSystem.NewTenant();
        using var client = await system.TenantAsync(tenant);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            i % 2 == 0 ? client.GetAsync(Samples.Uoms) : client.PostAsync(Samples.Items, Samples.Item($"I-{i}").With("baseUomId", "kg"))));

        answers.ShouldAllBe(a => (int)a.Status < 300);
        foreach (var list in answers.Where((_, i) => i % 2 == 0)) list.Json.At("count").GetInt32().ShouldBe(28);
        (await system.CountAsync("select count(*) from uoms where tenant_id = $1", tenant)).ShouldBe(28);
        var told = await Eventually.Becomes("the units are told", () => Task.FromResult(system.ToldOfUoms(tenant)), told => told.Count >= 28);
        told.Select(u => u.Code).ShouldBeUnique();
        told.Count.ShouldBe(28);
    }

    [Fact]
    public async Task A_first_request_that_is_refused_starts_the_tenant_all_the_same()
    {
        var tenant = CatalogSystem.NewTenant();
        using var client = await system.TenantAsync(tenant);

        (await client.PostAsync(Samples.Items, new { })).ShouldBeError(400, "validation_failed");

        (await system.CountAsync("select count(*) from uoms where tenant_id = $1", tenant)).ShouldBe(28);
    }

    [Fact]
    public async Task Only_the_tenants_of_the_demo_know_the_published_placeholder()
    {
        (await system.Acme.GetAsync($"{Samples.Uoms}/uom_uuid")).ShouldBe(200).Json.TextAt("data.code").ShouldBe("each");
        (await system.Demo.GetAsync($"{Samples.Uoms}/uom_uuid")).ShouldBe(200).Json.TextAt("data.code").ShouldBe("each");
        (await system.Client.GetAsync($"{Samples.Uoms}/uom_uuid")).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task In_each_dimension_the_ratios_are_exact()
    {
        var units = (await system.Acme.GetAsync($"{Samples.Uoms}?limit=200")).Json.At("data").EnumerateArray().ToDictionary(u => u.TextAt("code")!);
        foreach (var (code, numerator, denominator) in new[] { ("g", 1, 1_000), ("t", 1_000, 1), ("lb", 45_359_237, 100_000_000), ("dozen", 12, 1), ("min", 1, 60), ("cm2", 1, 10_000) })
            (units[code].At("numerator").GetInt64(), units[code].At("denominator").GetInt64()).ShouldBe((numerator, denominator), code);
        units["box"].At("numerator").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        units.Values.Where(u => u.At("isBase").GetBoolean()).Select(u => u.TextAt("code")).Order().ShouldBe(["each", "h", "kg", "l", "m", "m2"]);
    }
}
