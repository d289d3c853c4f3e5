using System.Text.Json;
using Atlas.Catalog.Items;
using Atlas.Catalog.Tests.Items.Imports;
using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class ListItemsTests(CatalogSystem system)
{
    const string Path = Samples.Items;

    [Fact]
    public async Task Has_the_published_envelope_newest_first()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        (await client.GetAsync(Path)).ShouldBe(200).Text.ShouldStartWith("""{"data":[],"count":0,"limit":50,"offset":0""");
        foreach (var no in new[] { "A", "B", "C" }) await client.CreateAsync(Samples.FullItem(no));

        var list = (await client.GetAsync($"{Path}?limit=2")).ShouldBe(200).Json;

        list.ShouldHaveShape("""{ "data": [], "count": "integer", "limit": "integer", "offset": "integer", "nextCursor": "string?", "countIsExact": "boolean" }""", exactly: true);
        Numbers(list).ShouldBe(["C", "B"]);
        (list.At("count").GetInt32(), list.At("limit").GetInt32(), list.At("countIsExact").GetBoolean()).ShouldBe((3, 2, true));
        list.TextAt("data[0].baseUomCode").ShouldBe("each");
        Numbers((await client.GetAsync($"{Path}?limit=2&offset=2")).Json).ShouldBe(["A"]);
    }

    [Fact]
    public async Task Cursors_walk_every_order_without_loss_or_repetition()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        for (var i = 0; i < 9; i++) await client.CreateAsync(Samples.Item($"W-{i * 7 % 9}").With("name", $"Same name {i % 2}"));

        foreach (var sort in new[] { "", "&sort=createdAt", "&sort=-updatedAt", "&sort=updatedAt", "&sort=itemNo", "&sort=-itemNo", "&sort=name", "&sort=-name", "&q=same", "&q=same&sort=name" })
        {
            var whole = Numbers((await client.GetAsync($"{Path}?limit=200{sort}")).ShouldBe(200).Json);
            var walked = new List<string>();
            for (var cursor = ""; ;)
            {
                var page = (await client.GetAsync($"{Path}?limit=2{sort}{cursor}")).ShouldBe(200).Json;
                page.At("count").GetInt32().ShouldBe(9);
                walked.AddRange(Numbers(page));
                if (page.At("nextCursor").ValueKind == JsonValueKind.Null) break;
                cursor = $"&cursor={page.TextAt("nextCursor")}";
            }

            walked.ShouldBe(whole, sort);
            walked.ShouldBeUnique();
            walked.Count.ShouldBe(9);
        }

        Numbers((await client.GetAsync($"{Path}?sort=itemNo")).Json).ShouldBe(Enumerable.Range(0, 9).Select(i => $"W-{i}"));
    }

    [Fact]
    public async Task Search_knows_no_case_no_accents_and_wants_every_word()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        await client.CreateAsync(Samples.Item("TBL-NOTE-08").With("name", "Notebook A5").With("identifiers", CreateItemTests.Identifiers("ean", "4006381333931")));
        await client.CreateAsync(Samples.Item("CAFE-1").With("name", "Café Éthiopie, Größe Ⅷ"));
        await client.CreateAsync(Samples.Item("PCT_50%").With("name", "Łódź \\ smørrebrød 50% off"));

        foreach (var (q, found) in new[]
        {
            ("notebook", "TBL-NOTE-08"), ("NOTE", "TBL-NOTE-08"), ("tbl-note", "TBL-NOTE-08"), ("08", "TBL-NOTE-08"), ("a5 note", "TBL-NOTE-08"),
            ("ebook", "TBL-NOTE-08"), ("n", "TBL-NOTE-08"), ("4006381333931", "TBL-NOTE-08"), ("04006381333931", "TBL-NOTE-08"), ("638133", "TBL-NOTE-08"),
            ("cafe", "CAFE-1"), ("ETHIOPIE café", "CAFE-1"), ("grosse", "CAFE-1"), ("GRÖSSE", "CAFE-1"), ("cafe\u0301", "CAFE-1"),
            ("lodz", "PCT_50%"), ("smorrebrod", "PCT_50%"), ("50%", "PCT_50%"), ("t_5", "PCT_50%"),
            ("notebook cafe", ""), ("t%5", ""), ("oteb%", ""), ("ote_ook", ""), ("5a", ""), ("xyzzy", ""),
        })
            Numbers((await client.GetAsync($"{Path}?q={Uri.EscapeDataString(q)}")).ShouldBe(200).Json).ShouldBe(found == "" ? [] : [found], q);
        (await client.GetAsync($"{Path}?q=%20")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Search_among_many_that_begin_alike_finds_what_holds_the_words()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        var items = Enumerable.Range(0, SearchSample.MinTexts * 2).Select(i => (No: $"SERIES-{i:0000}", Name: $"Thing alpha{i % 40}x beta{i / 40}y")).ToList();
        var rows = string.Join('\n', items.Select(item => $$"""{"itemNo":"{{item.No}}","name":"{{item.Name}}","baseUomId":"pcs"}"""));
        await ItemImportTests.EndedAsync(client, await ItemImportTests.SendAsync(client, "application/x-ndjson", rows));

        foreach (var q in new[] { "series-0123", "ries-01", "es-0", "0123", "alpha17x", "alpha17x beta3y", "pha1 eta", "ing series", "series", "xyzzy", "series-0123 alpha4x" })
        {
            var expected = items.Where(item => q.Split(' ').All(word => $"{item.No} {item.Name}".Contains(word, StringComparison.OrdinalIgnoreCase)))
                .Select(item => item.No).ToList();
            var list = (await client.GetAsync($"{Path}?sort=itemNo&limit=200&q={q.Replace(' ', '+')}")).ShouldBe(200).Json;
            list.At("count").GetInt32().ShouldBe(expected.Count, q);
            Numbers(list).ShouldBe(expected.Take(200), q);
        }
    }

    [Fact]
    public async Task Search_and_lists_see_one_tenant_alone()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        var word = system.Unique("secret");
        await client.CreateAsync(Samples.Item("A").With("name", word));
        var other = await system.TenantAsync();
        await other.CreateAsync(Samples.Item("B").With("name", word));

        foreach (var path in new[] { Path, $"{Path}?q={word}", $"{Path}?q={word}&isActive=true&sort=name" })
        {
            foreach (var (who, number) in new[] { (client, "A"), (other, "B") })
            {
                var list = (await who.GetAsync(path)).ShouldBe(200).Json;
                Numbers(list).ShouldBe([number]);
                list.At("count").GetInt32().ShouldBe(1);
            }
        }

        (await other.GetAsync($"{Path}?limit=1&sort=name&cursor=bogus")).ShouldBeError(400, "invalid_parameter");
    }

    [Fact]
    public async Task Filters_find_what_they_say()
    {
        using var client = await system.TenantAsync(); // Of its own, so that the list holds what is put there here.
        await client.CreateAsync(Samples.FullItem("FULL"));
        await client.CreateAsync(Samples.Item("PLAIN").With("identifiers", CreateItemTests.Identifiers("ean", "4006381333931")));
        await client.CreateAsync(Samples.Item("SERVICE").With("itemKind", "service").With("isActive", false).With("baseUomId", "h"));
        await client.CreateAsync(Samples.Item("SERIAL").With("serialTracking", "tracked")
            .WithJson("attributes", """[{ "key": "diameter", "type": "number", "value": 8 }, { "key": "class", "type": "text", "value": "Ä" }]"""));

        foreach (var (filter, found) in new[]
        {
            ("itemNo=plain", "PLAIN"), ("itemNo=plain,SERIAL", "SERIAL PLAIN"), ("itemKind=service", "SERVICE"), ("itemKind=service,both", "SERVICE FULL"),
            ("isActive=false", "SERVICE"), ("isActive=true", "SERIAL PLAIN FULL"), ("lotTracking=tracked", "FULL"), ("serialTracking=tracked", "SERIAL"),
            ("expiryTracking=tracked", "FULL"), ("baseUomId=h", "SERVICE"), ("categoryId=0198f0c0-0000-7000-8000-000000000001", "FULL"),
            ("externalId=FULL-ext", "FULL"), ("identifier=04006381333931", "PLAIN"), ("identifier=FULL-sku", "FULL"),
            ("attr.class=a", "SERIAL FULL"), ("attr.class=b", ""), ("attr.diameter=7.5", "FULL"), ("attr.diameter=7.500", "FULL"), ("attr.diameter=7.5,8", "SERIAL FULL"),
            ("attr.organic=true", "FULL"), ("attr.season=2031-09-01", "FULL"), ("attr.tastes=sour", "FULL"), ("attr.tastes=sour&attr.organic=true", "FULL"),
            ("attr.tastes=sour&attr.organic=false", ""), ("attr.diameter=8&q=hex", "SERIAL"), ("updatedSince=2020-01-01T00:00:00Z", "SERIAL SERVICE PLAIN FULL"),
            ("updatedSince=2120-01-01T00:00:00Z", ""), ("hasStockHistory=true", ""),
        })
            string.Join(' ', Numbers((await client.GetAsync($"{Path}?{filter}")).ShouldBe(200).Json)).ShouldBe(found, filter);
        (await client.GetAsync($"{Path}?baseUomId={(await client.GetAsync($"{Samples.Uoms}/h")).Json.TextAt("data.id")}")).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("colour=red", "unknown_filter")]
    [InlineData("attr.=red", "unknown_filter")]
    [InlineData("limit=-1", "invalid_parameter")]
    [InlineData("limit=ten", "invalid_parameter")]
    [InlineData("offset=10001", "invalid_parameter")]
    [InlineData("cursor=nonsense", "invalid_parameter")]
    [InlineData("sort=price", "invalid_parameter")]
    [InlineData("isActive=yes", "invalid_parameter")]
    [InlineData("itemKind=bought", "invalid_value")]
    [InlineData("categoryId=shoes", "invalid_parameter")]
    [InlineData("updatedSince=yesterday", "invalid_parameter")]
    [InlineData("q=%2B%2B", "invalid_parameter")]
    [InlineData("q=a%00b", "invalid_parameter")]
    [InlineData("q=a+b+c+d+e+f+g+h+i", "invalid_parameter")]
    [InlineData("attr.a=1&attr.b=1&attr.c=1&attr.d=1&attr.e=1&attr.f=1", "invalid_parameter")]
    public async Task A_wrong_parameter_is_refused(string query, string code) => (await system.Client.GetAsync($"{Path}?{query}")).ShouldBeError(400, code);

    [Fact]
    public async Task A_question_that_is_too_long_is_refused() => (await system.Client.GetAsync($"{Path}?q={new string('x', 201)}")).ShouldBeError(400, "invalid_parameter");

    [Fact]
    public async Task A_limit_beyond_the_largest_is_clamped_and_said() =>
        (await system.Client.GetAsync($"{Path}?limit=1000")).ShouldBe(200).Json.At("limit").GetInt32().ShouldBe(200);

    static IEnumerable<string> Numbers(JsonElement list) => list.At("data").EnumerateArray().Select(item => item.TextAt("itemNo")!);
}
