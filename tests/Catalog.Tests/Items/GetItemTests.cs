using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class GetItemTests(CatalogSystem system)
{
    [Theory]
    [InlineData("0198f0c0-0000-7000-8000-000000000001")]
    [InlineData("nothing")]
    [InlineData("'; drop table items; --")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        var answer = await system.Client.GetAsync($"{Samples.Items}/{Uri.EscapeDataString(id)}");

        answer.ShouldBeError(404, "resource_not_found");
        answer.Json.TextAt("error").ShouldBe("not_found");
    }

    [Fact]
    public async Task What_belongs_to_another_tenant_is_not_there()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("MINE")));
        var other = await system.TenantAsync();

        (await other.GetAsync(Samples.PathOf(item))).ShouldBeError(404, "resource_not_found");
        (await other.PatchAsync(Samples.PathOf(item), new { name = "Theirs" })).ShouldBeError(404, "resource_not_found");
        (await other.GetAsync($"{Samples.Items}/by-no/{item.TextAt("itemNo")}")).ShouldBeError(404, "resource_not_found");
        (await other.GetAsync($"{Samples.Items}/resolve?code={item.TextAt("itemNo")}")).ShouldBeError(404, "resource_not_found");
        (await system.Client.GetAsync(Samples.PathOf(item))).ShouldBe(200).Json.TextAt("data.name").ShouldBe("Hex bolt M8");
    }

    [Fact]
    public async Task The_version_is_its_etag()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("TAG")));

        (await system.Client.GetAsync(Samples.PathOf(item))).ShouldBe(200).Header("ETag").ShouldBe("\"v1\"");
    }

    [Fact]
    public async Task Reading_asks_for_the_scope_to_read()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("READ")));
        var other = await system.TenantAsync(CatalogSystem.NewTenant(), "orders:read");

        foreach (var path in new[] { Samples.PathOf(item), Samples.Items, $"{Samples.Items}/resolve?code=1", $"{Samples.Items}/by-no/1", Samples.Uoms, $"{Samples.Uoms}/each" })
        {
            (await other.GetAsync(path)).ShouldBeError(403, "insufficient_scope");
            using var stranger = system.Atlas.Client(null);
            (await stranger.GetAsync(path)).ShouldBeError(401, "missing_token");
        }
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Items_are_deactivated_and_not_deleted(string method)
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("STAY")));

        var answer = await system.Client.SendAsync(new HttpMethod(method), Samples.PathOf(item));

        answer.ShouldBeError(405, "method_not_allowed");
        (await system.Client.GetAsync(Samples.PathOf(item))).ShouldBe(200);
    }

    [Fact]
    public async Task The_demo_key_reads_the_demo_items_and_cannot_change_them()
    {
        var item = (await system.Demo.GetAsync($"{Samples.Items}/by-no/tbl-note-08")).ShouldBe(200).Json.At("data");

        item.TextAt("name").ShouldBe("Notebook A5");
        item.At("identifiers").GetArrayLength().ShouldBe(2);
        (await system.Demo.PatchAsync(Samples.PathOf(item), new { name = "Mine" })).ShouldBeError(403, "insufficient_scope");
    }
}
