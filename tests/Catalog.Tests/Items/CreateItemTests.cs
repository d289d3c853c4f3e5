using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class CreateItemTests(CatalogSystem system)
{
    const string Path = Samples.Items;

    const string DetailShape = """
        {
          "id": "uuid", "itemNo": "string", "name": "string", "itemKind": "string", "baseUomId": "uuid", "baseUomCode": "string",
          "lotTracking": "string", "serialTracking": "string", "expiryTracking": "string", "isActive": "boolean", "description": "string?",
          "categoryId": "uuid?", "purchaseUomId": "uuid?", "salesUomId": "uuid?", "costingMethod": "string?", "standardCost": "number?",
          "currency": "string?", "negativeStockPolicy": "string", "overReceiptTolerancePct": "number?", "minShelfLifeDays": "integer?",
          "shelfLifeDays": "integer?", "defaultLocationId": "uuid?", "defaultReceiptStatusId": "uuid?", "hsCode": "string?",
          "countryCodeOfOrigin": "string?", "weight": "number?", "weightUom": "string?", "hasStockHistory": "boolean", "externalId": "string?",
          "metadata": "object", "version": "integer", "createdAt": "timestamp", "updatedAt": "timestamp", "createdBy": "string",
          "identifiers": [{ "id": "uuid", "type": "string", "value": "string", "gtin14": "string?", "uomId": "uuid?", "partyId": "uuid?", "isPrimary": "boolean" }],
          "attributes": [{ "key": "string", "type": "string", "value": "any", "uomCode": "string?" }],
          "uomConversions": [{ "fromUomId": "uuid", "fromUomCode": "string", "toUomId": "uuid", "toUomCode": "string", "numerator": "integer", "denominator": "integer", "factor": "number", "rounding": "string" }]
        }
        """;

    // Word for word as it is published.
    const string PublishedExample = """
        {
        "itemNo": "TBL-NOTE-08",
        "name": "Notebook A5",
        "itemKind": "purchased",
        "baseUomId": "uom_uuid",
        "lotTracking": "tracked",
        "serialTracking": "none",
        "expiryTracking": "none",
        "isActive": true
        }
        """;

    [Fact]
    public async Task The_published_example_works_as_it_is_printed()
    {
        var answer = (await system.Acme.PostAsync(Path, PublishedExample)).ShouldBe(201);

        var item = answer.Json.At("data");
        item.ShouldHaveShape(DetailShape, exactly: true);
        answer.Header("Location").ShouldBe(Samples.PathOf(item));
        answer.Header("ETag").ShouldBe("\"v1\"");
        item.TextAt("itemNo").ShouldBe("TBL-NOTE-08");
        item.TextAt("baseUomCode").ShouldBe("each");
        item.TextAt("lotTracking").ShouldBe("tracked");
        (await system.Acme.GetAsync($"{Samples.Uoms}/uom_uuid")).ShouldBe(200).Json.TextAt("data.id").ShouldBe(item.TextAt("baseUomId"));
        (await system.Acme.GetAsync(Samples.PathOf(item))).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(item.GetRawText());
        (await system.Acme.PostAsync(Path, PublishedExample)).ShouldBeError(409, "duplicate_item_no");
    }

    [Fact]
    public async Task What_is_absent_gets_its_default()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("DEF")));

        item.ShouldHaveShape(DetailShape, exactly: true);
        item.TextAt("itemKind").ShouldBe("purchased");
        item.TextAt("lotTracking").ShouldBe("none");
        item.TextAt("serialTracking").ShouldBe("none");
        item.TextAt("expiryTracking").ShouldBe("none");
        item.TextAt("negativeStockPolicy").ShouldBe("inherit");
        item.At("isActive").GetBoolean().ShouldBeTrue();
        item.At("hasStockHistory").GetBoolean().ShouldBeFalse();
        item.At("version").GetInt64().ShouldBe(1);
        item.At("identifiers").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_was_sent_can_be_read()
    {
        var itemNo = system.Unique("FULL");
        var sent = Samples.FullItem(itemNo);

        var id = (await system.Client.CreateAsync(sent)).TextAt("id");

        var item = (await system.Client.GetAsync($"{Path}/{id}")).ShouldBe(200).Json.At("data");
        item.ShouldHaveShape(DetailShape, exactly: true);
        foreach (var (field, value) in sent)
            if (value is JsonValue && field is not ("baseUomId" or "purchaseUomId" or "salesUomId" or "countryCodeOfOrigin"))
                JsonNode.DeepEquals(JsonNode.Parse(item.At(field).GetRawText()), value).ShouldBeTrue($"{field} is {item.At(field)}, not {value}");
        item.TextAt("countryCodeOfOrigin").ShouldBe("DE");
        item.TextAt("metadata.colour").ShouldBe("red");
        item.TextAt("identifiers[0].value").ShouldBe($"{itemNo}-sku");
        item.At("identifiers[0].isPrimary").GetBoolean().ShouldBeTrue();
        item.At("attributes").EnumerateArray().Select(a => $"{a.TextAt("key")} {a.TextAt("type")} {a.At("value").GetRawText()} {a.TextAt("uomCode")}".Trim())
            .ShouldBe(["class text \"A\"", "diameter number 7.5 cm", "organic bool true", "season date \"2031-09-01\"", "tastes list [\"sweet\",\"sour\"]"]);
        item.At("uomConversions").EnumerateArray().Select(c => $"{c.TextAt("fromUomCode")} {c.TextAt("toUomCode")} {c.At("factor").GetRawText()} {c.TextAt("rounding")}")
            .ShouldBe(["box each 60 half_up", "each kg 0.2 up"]);
        item.TextAt("purchaseUomId").ShouldBe(item.TextAt("uomConversions[0].fromUomId"));
    }

    [Fact]
    public async Task Others_hear_of_it_with_every_conversion_into_its_base_unit()
    {
        var itemNo = system.Unique("NEWS");

        var item = await system.Client.CreateAsync(Samples.FullItem(itemNo));

        var told = (await Eventually.Becomes("the item is told", () => Task.FromResult(system.ToldOfItem(item.At("id").GetGuid())), told => told.Count > 0)).Single();
        told.ItemNo.ShouldBe(itemNo);
        (told.Version, told.BaseUomCode, told.BaseUomDecimals, told.LotTracking, told.StandardCost, told.Currency).ShouldBe((1, "each", 0, "tracked", 12.345678m, "EUR"));
        string Ratio(string code) => told.Conversions.Where(c => c.FromUomCode == code).Select(c => $"{c.Numerator}/{c.Denominator} {c.ToUomCode}").Single();
        Ratio("box").ShouldBe("60/1 each");
        Ratio("dozen").ShouldBe("12/1 each");
        Ratio("kg").ShouldBe("5/1 each");
        Ratio("g").ShouldBe("1/200 each");
        told.Conversions.ShouldNotContain(c => c.FromUomCode == "l" || c.FromUomCode == "each");
    }

    public static TheoryData<string, string, string, string> WrongFields => new()
    {
        { "itemNo", "null", "itemNo", "required" },
        { "itemNo", "\"  \"", "itemNo", "required" },
        { "itemNo", "17", "itemNo", "invalid_type" },
        { "itemNo", $"\"{new string('x', 65)}\"", "itemNo", "too_long" },
        { "itemNo", "\"A\\u0000\"", "itemNo", "invalid_value" },
        { "name", "null", "name", "required" },
        { "name", $"\"{new string('x', 256)}\"", "name", "too_long" },
        { "itemKind", "\"bought\"", "itemKind", "invalid_value" },
        { "itemKind", "1", "itemKind", "invalid_value" },
        { "baseUomId", "null", "baseUomId", "required" },
        { "baseUomId", "\"uom_uuid\"", "baseUomId", "invalid_reference" },
        { "baseUomId", "\"0198f0c0-0000-7000-8000-000000000001\"", "baseUomId", "invalid_reference" },
        { "baseUomId", "{}", "baseUomId", "invalid_type" },
        { "lotTracking", "\"yes\"", "lotTracking", "invalid_value" },
        { "serialTracking", "true", "serialTracking", "invalid_value" },
        { "expiryTracking", "\"tracked\"", "expiryTracking", "invalid_value" },
        { "isActive", "\"true\"", "isActive", "invalid_type" },
        { "description", "5", "description", "invalid_type" },
        { "categoryId", "\"shoes\"", "categoryId", "invalid_value" },
        { "purchaseUomId", "\"nothing\"", "purchaseUomId", "invalid_reference" },
        { "purchaseUomId", "\"box\"", "purchaseUomId", "invalid_value" },
        { "salesUomId", "\"kg\"", "salesUomId", "invalid_value" },
        { "costingMethod", "\"lifo\"", "costingMethod", "invalid_value" },
        { "costingMethod", "\"standard\"", "standardCost", "required" },
        { "standardCost", "1", "currency", "required" },
        { "standardCost", "-1", "standardCost", "out_of_range" },
        { "standardCost", "1.1234567", "standardCost", "out_of_range" },
        { "currency", "\"eur\"", "currency", "invalid_value" },
        { "negativeStockPolicy", "\"maybe\"", "negativeStockPolicy", "invalid_value" },
        { "overReceiptTolerancePct", "101", "overReceiptTolerancePct", "out_of_range" },
        { "minShelfLifeDays", "-1", "minShelfLifeDays", "out_of_range" },
        { "shelfLifeDays", "1.5", "shelfLifeDays", "invalid_type" },
        { "defaultLocationId", "\"A-1\"", "defaultLocationId", "invalid_value" },
        { "hsCode", "\"12\"", "hsCode", "invalid_value" },
        { "countryCodeOfOrigin", "\"D1\"", "countryCodeOfOrigin", "invalid_value" },
        { "weight", "1e400", "weight", "invalid_type" },
        { "metadata", "[]", "metadata", "invalid_type" },
        { "metadata", "{\"a\": 1}", "metadata.a", "invalid_value" },
        { "identifiers", "{}", "identifiers", "invalid_type" },
        { "identifiers", "[1]", "identifiers[0]", "invalid_type" },
        { "identifiers", "[{\"value\": \"1\"}]", "identifiers[0].type", "required" },
        { "identifiers", "[{\"type\": \"gtin\"}]", "identifiers[0].value", "required" },
        { "identifiers", "[{\"type\": \"gtin\", \"value\": \"4006381333932\"}]", "identifiers[0].value", "invalid_value" },
        { "identifiers", "[{\"type\": \"ean\", \"value\": \"12345\"}]", "identifiers[0].value", "invalid_value" },
        { "identifiers", "[{\"type\": \"internal\", \"value\": \"a\", \"uomId\": \"box\"}]", "identifiers[0].uomId", "invalid_value" },
        { "identifiers", "[{\"type\": \"internal\", \"value\": \"a\", \"uomId\": \"no\"}]", "identifiers[0].uomId", "invalid_reference" },
        { "identifiers", "[{\"type\": \"internal\", \"value\": \"a\"}, {\"type\": \"barcode\", \"value\": \"A\"}]", "identifiers[1].value", "invalid_value" },
        { "identifiers", "[{\"type\": \"internal\", \"value\": \"a\", \"isPrimary\": true}, {\"type\": \"barcode\", \"value\": \"b\", \"isPrimary\": true}]", "identifiers", "invalid_value" },
        { "attributes", "[{\"type\": \"text\", \"value\": \"x\"}]", "attributes[0].key", "required" },
        { "attributes", "[{\"key\": \"a b\", \"type\": \"text\", \"value\": \"x\"}]", "attributes[0].key", "invalid_value" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"colour\", \"value\": \"x\"}]", "attributes[0].type", "invalid_value" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"number\", \"value\": \"1\"}]", "attributes[0].value", "invalid_type" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"number\"}]", "attributes[0].value", "required" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"bool\"}]", "attributes[0].value", "required" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"date\", \"value\": \"2031-02-30\"}]", "attributes[0].value", "invalid_value" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"list\", \"value\": []}]", "attributes[0].value", "array_length" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"text\", \"value\": \"x\", \"uomCode\": \"kg\"}]", "attributes[0].uomCode", "invalid_value" },
        { "attributes", "[{\"key\": \"a\", \"type\": \"text\", \"value\": \"x\"}, {\"key\": \"a\", \"type\": \"text\", \"value\": \"y\"}]", "attributes[1].key", "invalid_value" },
        { "uomConversions", "[{\"fromUomId\": \"box\", \"toUomId\": \"each\", \"numerator\": 0, \"denominator\": 1}]", "uomConversions[0].numerator", "out_of_range" },
        { "uomConversions", "[{\"fromUomId\": \"box\", \"toUomId\": \"each\", \"numerator\": 1.5, \"denominator\": 1}]", "uomConversions[0].numerator", "invalid_type" },
        { "uomConversions", "[{\"fromUomId\": \"box\", \"toUomId\": \"each\", \"numerator\": 12}]", "uomConversions[0].denominator", "required" },
        { "uomConversions", "[{\"fromUomId\": \"crate\", \"toUomId\": \"each\", \"numerator\": 12, \"denominator\": 1}]", "uomConversions[0].fromUomId", "invalid_reference" },
        { "uomConversions", "[{\"fromUomId\": \"box\", \"toUomId\": \"BOX\", \"numerator\": 1, \"denominator\": 1}]", "uomConversions[0]", "invalid_value" },
        { "uomConversions", "[{\"fromUomId\": \"kg\", \"toUomId\": \"g\", \"numerator\": 999, \"denominator\": 1}]", "uomConversions[0]", "invalid_value" },
        {
            "uomConversions",
            "[{\"fromUomId\": \"box\", \"toUomId\": \"each\", \"numerator\": 12, \"denominator\": 1}, {\"fromUomId\": \"carton\", \"toUomId\": \"box\", \"numerator\": 4, \"denominator\": 1}, {\"fromUomId\": \"carton\", \"toUomId\": \"each\", \"numerator\": 47, \"denominator\": 1}]",
            "uomConversions[2]", "invalid_value"
        },
        {
            "uomConversions",
            "[{\"fromUomId\": \"box\", \"toUomId\": \"each\", \"numerator\": 1000000000000, \"denominator\": 1}, {\"fromUomId\": \"carton\", \"toUomId\": \"box\", \"numerator\": 1000000000000, \"denominator\": 1}]",
            "uomConversions", "out_of_range"
        },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_made(string field, string value, string named, string code)
    {
        var itemNo = system.Unique("WRONG");
        var request = Samples.Item(itemNo).ToJsonString();
        request = value == "1e400" ? request[..^1] + $",\"{field}\":{value}}}" : Samples.Item(itemNo).WithJson(field, value).ToJsonString();

        var answer = await system.Client.PostAsync(Path, request);

        answer.ShouldBeError(400, "validation_failed");
        answer.Json.TextAt("error").ShouldBe("validation_error");
        answer.Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldContain((named, code), answer.ToString());
        (await system.CountAsync("select count(*) from items where item_no = $1", itemNo)).ShouldBe(0);
    }

    [Theory]
    [InlineData("service")]
    [InlineData("phantom")]
    public async Task What_is_never_in_stock_cannot_be_tracked(string kind) =>
        (await system.Client.PostAsync(Path, Samples.Item(system.Unique("KIND")).With("itemKind", kind).With("lotTracking", "tracked")))
            .ShouldBeError(400, "validation_failed", "itemKind");

    [Fact]
    public async Task Serial_numbers_need_a_unit_without_decimals() =>
        (await system.Client.PostAsync(Path, Samples.Item(system.Unique("SER")).With("baseUomId", "kg").With("serialTracking", "tracked")))
            .ShouldBeError(400, "validation_failed", "serialTracking");

    [Theory]
    [InlineData("[]", "invalid_json")]
    [InlineData("null", "invalid_json")]
    [InlineData("{", "invalid_json")]
    [InlineData("\"item\"", "invalid_json")]
    [InlineData("{\"itemNo\": \"A\", \"itemNo\": \"B\"}", "invalid_json")]
    public async Task What_is_no_object_is_refused(string body, string code) => (await system.Client.PostAsync(Path, body)).ShouldBeError(400, code);

    [Fact]
    public async Task Another_content_type_is_refused() =>
        (await system.Client.PostAsync(Path, new StringContent("<item/>", System.Text.Encoding.UTF8, "application/xml"))).ShouldBeError(415, "unsupported_media_type");

    [Fact]
    public async Task An_unknown_field_is_ignored_unless_the_request_is_strict()
    {
        var itemNo = system.Unique("STRICT");

        (await system.Client.PostAsync(Path + "?strict=true", Samples.Item(itemNo).With("colour", "red"))).ShouldBeError(400, "validation_failed", "colour");
        await system.Client.CreateAsync(Samples.Item(itemNo).With("colour", "red"));
    }

    [Theory]
    [InlineData(" {0} ")]
    [InlineData("lower")]
    public async Task A_number_is_taken_whatever_its_case_and_the_answer_names_who_has_it(string form)
    {
        var itemNo = system.Unique("Äpfel");
        var first = await system.Client.CreateAsync(Samples.Item(itemNo));

        var answer = await system.Client.PostAsync(Path, Samples.Item(form == "lower" ? itemNo.ToLowerInvariant() : string.Format(form, itemNo)));

        answer.ShouldBeError(409, "duplicate_item_no", "itemNo");
        answer.Json.TextAt("error").ShouldBe("conflict");
        answer.Json.TextAt("details[0].meta.existingId").ShouldBe(first.TextAt("id"));
    }

    [Fact]
    public async Task A_gtin_names_one_item_in_whatever_length_it_is_written()
    {
        var gtin = Samples.NewGtin();
        var first = await system.Client.CreateAsync(Samples.Item(system.Unique("GTIN")).With("identifiers", Identifiers("ean", gtin)));
        first.TextAt("identifiers[0].gtin14").ShouldBe("0" + gtin);

        foreach (var (type, value) in new[] { ("gtin", "0" + gtin), ("ean", gtin), ("barcode", gtin), ("internal", "0" + gtin) })
        {
            var itemNo = system.Unique("SAME");
            var answer = await system.Client.PostAsync(Path, Samples.Item(itemNo).With("identifiers", Identifiers(type, value)));
            answer.ShouldBeError(409, "duplicate_identifier", "identifiers[0].value");
            answer.Json.TextAt("details[0].meta.existingId").ShouldBe(first.TextAt("id"));
            (await system.CountAsync("select count(*) from items where item_no = $1", itemNo)).ShouldBe(0);
        }
    }

    [Fact]
    public async Task A_supplier_sku_is_one_suppliers_and_a_part_number_may_be_shared()
    {
        var (sku, mpn, supplier) = (system.Unique("sku"), system.Unique("mpn"), Guid.NewGuid().ToString());
        JsonArray Named(string party) => new(
            new JsonObject { ["type"] = "supplier_sku", ["value"] = sku, ["partyId"] = party }, new JsonObject { ["type"] = "mpn", ["value"] = mpn });
        await system.Client.CreateAsync(Samples.Item(system.Unique("SKU")).With("identifiers", Named(supplier)));

        await system.Client.CreateAsync(Samples.Item(system.Unique("SKU")).With("identifiers", Named(Guid.NewGuid().ToString())));
        (await system.Client.PostAsync(Path, Samples.Item(system.Unique("SKU")).With("identifiers", Named(supplier)))).ShouldBeError(409, "duplicate_identifier");
    }

    [Fact]
    public async Task An_external_id_is_one_items()
    {
        var externalId = system.Unique("ext");
        await system.Client.CreateAsync(Samples.Item(system.Unique("EXT")).With("externalId", externalId));

        (await system.Client.PostAsync(Path, Samples.Item(system.Unique("EXT")).With("externalId", externalId))).ShouldBeError(409, "duplicate_code", "externalId");
    }

    [Fact]
    public async Task Of_fifty_at_the_same_moment_one_gets_the_number()
    {
        var itemNo = system.Unique("RACE");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => system.Client.PostAsync(Path, Samples.Item(i % 2 == 0 ? itemNo : itemNo.ToLowerInvariant()))));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "duplicate_item_no");
        (await system.CountAsync("select count(*) from items where item_no_key = $1", itemNo.ToUpperInvariant())).ShouldBe(1);
    }

    [Fact]
    public async Task Of_twenty_at_the_same_moment_one_gets_the_gtin()
    {
        var gtin = Samples.NewGtin();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            system.Client.PostAsync(Path, Samples.Item(system.Unique("GRACE")).With("identifiers", Identifiers("ean", gtin)))));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "duplicate_identifier");
    }

    [Fact]
    public async Task The_same_key_gives_the_same_answer_and_one_item()
    {
        var (itemNo, key) = (system.Unique("IDEM"), system.Unique("key"));

        var first = (await system.Client.PostAsync(Path, Samples.Item(itemNo), ("Idempotency-Key", key))).ShouldBe(201);
        var again = (await system.Client.PostAsync(Path, Samples.Item(itemNo), ("Idempotency-Key", key))).ShouldBe(201);

        again.Text.ShouldBe(first.Text);
        again.Header("Idempotent-Replayed").ShouldBe("true");
        (await system.Client.PostAsync(Path, Samples.Item(itemNo + "x"), ("Idempotency-Key", key))).ShouldBeError(409, "idempotency_key_reused");
        (await system.CountAsync("select count(*) from items where item_no like $1", itemNo + "%")).ShouldBe(1);
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_keeps_nothing()
    {
        var itemNo = system.Unique("DRY");

        var answer = (await system.Client.PostAsync(Path + "?dryRun=true", Samples.FullItem(itemNo))).ShouldBe(201);

        answer.Header("Atlas-Dry-Run").ShouldBe("true");
        answer.Json.At("data").ShouldHaveShape(DetailShape, exactly: true);
        (await system.CountAsync("select count(*) from items where item_no = $1", itemNo)).ShouldBe(0);
        (await system.Client.PostAsync(Path + "?dryRun=true", Samples.Item(itemNo).With("name", null))).ShouldBeError(400, "validation_failed");
    }

    [Fact]
    public async Task Who_may_not_write_is_told_which_scope_is_missing()
    {
        var reader = await system.TenantAsync(CatalogSystem.NewTenant(), "catalog:read");
        var itemNo = system.Unique("SCOPE");

        (await reader.PostAsync(Path, Samples.Item(itemNo))).ShouldBeError(403, "insufficient_scope");
        (await system.Demo.PostAsync(Path, Samples.Item(itemNo))).ShouldBeError(403, "insufficient_scope");
        using var stranger = system.Atlas.Client(null);
        (await stranger.PostAsync(Path, Samples.Item(itemNo))).ShouldBeError(401, "missing_token");
        using var forger = system.Atlas.Client("atlas_live_nonsense");
        (await forger.PostAsync(Path, Samples.Item(itemNo))).ShouldBeError(401, "invalid_token");
        (await system.CountAsync("select count(*) from items where item_no = $1", itemNo)).ShouldBe(0);
    }

    [Fact]
    public async Task Tenants_do_not_get_in_each_others_way()
    {
        var (itemNo, gtin) = (system.Unique("TWO"), Samples.NewGtin());
        var other = await system.TenantAsync();

        var mine = await system.Client.CreateAsync(Samples.Item(itemNo).With("identifiers", Identifiers("ean", gtin)));
        var theirs = await other.CreateAsync(Samples.Item(itemNo).With("identifiers", Identifiers("ean", gtin)));

        theirs.TextAt("baseUomId").ShouldNotBe(mine.TextAt("baseUomId"));
        (await other.PostAsync(Path, Samples.Item(itemNo + "b").With("baseUomId", mine.TextAt("baseUomId")))).ShouldBeError(400, "validation_failed", "baseUomId");
    }

    internal static JsonArray Identifiers(string type, string value) => new(new JsonObject { ["type"] = type, ["value"] = value });
}
