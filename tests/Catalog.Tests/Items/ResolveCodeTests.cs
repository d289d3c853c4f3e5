using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class ResolveCodeTests(CatalogSystem system) : IAsyncLifetime
{
    const string Piece = "4006381333931";
    const string Carton = "14006381333938";
    const string Flour = "09506000134352";
    static readonly SemaphoreSlim Making = new(1, 1);
    static ApiClient? made;
    ApiClient client = null!;

    // The codes are the same for all tests here, and none of them takes one away.
    public async Task InitializeAsync()
    {
        await Making.WaitAsync();
        try
        {
            client = made ??= await MakeAsync();
        }
        finally
        {
            Making.Release();
        }
    }

    async Task<ApiClient> MakeAsync()
    {
        var tenant = await system.TenantAsync();
        await tenant.CreateAsync(Samples.Item("PEN/1").With("identifiers", new JsonArray(
            Named("ean", Piece), Named("gtin", Carton, "box"), Named("internal", "Shelf 7"), Named("supplier_sku", "SUP-1")))
            .WithJson("uomConversions", """[{ "fromUomId": "box", "toUomId": "each", "numerator": 50, "denominator": 1 }]"""));
        await tenant.CreateAsync(Samples.Item("FLOUR").With("baseUomId", "g").With("lotTracking", "tracked").With("expiryTracking", "tracked")
            .With("identifiers", new JsonArray(Named("gtin", Flour))));
        await tenant.CreateAsync(Samples.Item("12345670")); // A number that looks like a GTIN-8 and is one.
        return tenant;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(Piece, "PEN/1", "identifier", 1, "each", 1)]
    [InlineData("0" + Piece, "PEN/1", "identifier", 1, "each", 1)]
    [InlineData(Carton, "PEN/1", "identifier", 1, "box", 50)]
    [InlineData("shelf 7", "PEN/1", "identifier", 1, "each", 1)]
    [InlineData("pen/1", "PEN/1", "item_no", 1, "each", 1)]
    [InlineData("12345670", "12345670", "item_no", 1, "each", 1)]
    [InlineData("(01)" + Carton + "(30)3", "PEN/1", "identifier", 3, "box", 150)]
    [InlineData("(02)" + Piece + "(37)24", null, null, 0, null, 0)]
    [InlineData("(02)0" + Piece + "(37)24", "PEN/1", "identifier", 24, "each", 24)]
    [InlineData("(01)" + Flour + "(3103)001234", "FLOUR", "identifier", 1.234, "kg", 1234)]
    [InlineData("(01)" + Flour + "(3105)012345", "FLOUR", "identifier", 0.12345, "kg", 123.45)]
    public async Task A_code_means_an_item_and_a_quantity(string code, string? itemNo, string? by, double quantity, string? uomCode, double baseQuantity)
    {
        var answer = await ResolveAsync(code);
        if (itemNo is null)
        {
            answer.ShouldBeError(400, "invalid_parameter");
            return;
        }

        var found = answer.ShouldBe(200).Json.At("data");
        found.ShouldHaveShape("""
            {
              "item": { "id": "uuid", "itemNo": "string", "identifiers": [], "attributes": [], "uomConversions": [] }, "matchedBy": "string", "identifier": "any",
              "gtin14": "string?", "lotNo": "string?", "serialNo": "string?", "expiryDate": "date?", "bestBeforeDate": "date?", "productionDate": "date?",
              "quantity": "number", "uomId": "uuid", "uomCode": "string", "baseQuantity": "number?", "elements": []
            }
            """);
        (found.TextAt("item.itemNo"), found.TextAt("matchedBy"), found.TextAt("uomCode")).ShouldBe((itemNo, by, uomCode));
        (found.At("quantity").GetDecimal(), found.At("baseQuantity").GetDecimal()).ShouldBe(((decimal)quantity, (decimal)baseQuantity));
    }

    [Theory]
    [InlineData("]C101" + Flour + "17301200" + "10LOT-7\u001d21SER9")]
    [InlineData("01" + Flour + "17301200" + "10LOT-7\u001d21SER9")]
    [InlineData("(01)" + Flour + "(17)301200(10)LOT-7(21)SER9")]
    [InlineData("https://id.example.com/01/" + Flour + "/10/LOT-7/21/SER9?17=301200")]
    public async Task A_gs1_code_tells_lot_serial_number_and_the_last_day(string code)
    {
        var found = (await ResolveAsync(code)).ShouldBe(200).Json.At("data");

        found.TextAt("item.itemNo").ShouldBe("FLOUR");
        (found.TextAt("gtin14"), found.TextAt("lotNo"), found.TextAt("serialNo"), found.TextAt("expiryDate")).ShouldBe((Flour, "LOT-7", "SER9", "2030-12-31"));
        found.At("elements").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task A_code_without_separators_is_read_when_nothing_else_has_it()
    {
        (await ResolveAsync($"01{Flour}10LOT")).ShouldBe(200).Json.TextAt("data.lotNo").ShouldBe("LOT");
        await client.CreateAsync(Samples.Item("OWN").With("identifiers", new JsonArray(Named("barcode", $"01{Flour}10OWN"))));

        (await ResolveAsync($"01{Flour}10OWN")).ShouldBe(200).Json.TextAt("data.item.itemNo").ShouldBe("OWN");
    }

    [Theory]
    [InlineData("4006381333932")]
    [InlineData("(01)04006381333932")]
    [InlineData("(01)04006381333931(17)309999")]
    [InlineData("(01)04006381333931(05)1")]
    [InlineData("(10)LOT")]
    [InlineData("]C1")]
    [InlineData("]d2garbage")]
    [InlineData("https://example.com/pens")]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    public async Task A_code_that_cannot_be_right_is_refused_and_says_why(string code) =>
        (await ResolveAsync(code)).ShouldBeError(400, "invalid_parameter");

    [Theory]
    [InlineData("96385074")]
    [InlineData("(01)00000096385074")]
    [InlineData("SUP-1")]
    [InlineData("nothing like it")]
    [InlineData("' or 1=1 --")]
    public async Task A_code_that_names_no_item_is_not_found(string code) => (await ResolveAsync(code)).ShouldBeError(404, "resource_not_found");

    [Theory]
    [InlineData("")]
    [InlineData("?code=")]
    [InlineData("?code=a&code=b")]
    public async Task One_code_is_required(string query) => (await client.GetAsync($"{Samples.Items}/resolve{query}")).ShouldBeError(400, "required");

    [Fact]
    public async Task A_code_that_is_too_long_is_refused() => (await ResolveAsync(new string('1', 501))).ShouldBeError(400, "invalid_parameter");

    [Fact]
    public async Task The_demo_tenant_has_codes_to_scan()
    {
        var answer = await system.Demo.GetAsync($"{Samples.Items}/resolve?code=(01)14006381333938(10)L1");

        answer.ShouldBe(200).Json.TextAt("data.item.itemNo").ShouldBe("TBL-NOTE-08");
        answer.Json.At("data.baseQuantity").GetInt32().ShouldBe(12);
    }

    Task<Answer> ResolveAsync(string code) => client.GetAsync($"{Samples.Items}/resolve?code={Uri.EscapeDataString(code)}");

    static JsonObject Named(string type, string value, string? uom = null) => new() { ["type"] = type, ["value"] = value, ["uomId"] = uom };
}
