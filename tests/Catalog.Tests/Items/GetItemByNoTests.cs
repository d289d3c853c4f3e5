using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class GetItemByNoTests(CatalogSystem system)
{
    [Theory]
    [InlineData("PLAIN")]
    [InlineData("with space")]
    [InlineData("Straße/7")]
    [InlineData("50%")]
    public async Task A_number_finds_its_item_whatever_its_case(string start)
    {
        var itemNo = system.Unique(start);
        var item = await system.Client.CreateAsync(Samples.Item(itemNo));

        foreach (var form in new[] { itemNo, itemNo.ToUpperInvariant(), itemNo.ToLowerInvariant() })
        {
            var path = string.Join('/', form.Split('/').Select(Uri.EscapeDataString));
            var answer = (await system.Client.GetAsync($"{Samples.Items}/by-no/{path}")).ShouldBe(200);
            answer.Json.TextAt("data.id").ShouldBe(item.TextAt("id"));
            answer.Header("ETag").ShouldBe("\"v1\"");
        }
    }

    [Fact]
    public async Task A_number_that_nobody_has_is_not_found() =>
        (await system.Client.GetAsync($"{Samples.Items}/by-no/{system.Unique("NOBODY")}")).ShouldBeError(404, "resource_not_found");
}
