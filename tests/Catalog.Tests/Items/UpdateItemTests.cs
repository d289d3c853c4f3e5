using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Catalog.Tests.Items;

[Collection(OneSystem.Name)]
public sealed class UpdateItemTests(CatalogSystem system)
{
    [Fact]
    public async Task What_is_absent_stays_and_null_empties()
    {
        var item = await system.Client.CreateAsync(Samples.FullItem(system.Unique("MERGE")));

        var answer = (await system.Client.PatchAsync(Samples.PathOf(item), """{ "name": "Pears", "description": null, "isActive": false }""")).ShouldBe(200);

        answer.Header("ETag").ShouldBe("\"v2\"");
        var changed = answer.Json.At("data");
        changed.TextAt("name").ShouldBe("Pears");
        changed.At("description").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.At("isActive").GetBoolean().ShouldBeFalse();
        changed.At("version").GetInt64().ShouldBe(2);
        foreach (var field in item.EnumerateObject().Where(f => f.Name is not ("name" or "description" or "isActive" or "version" or "updatedAt")))
            changed.At(field.Name).GetRawText().ShouldBe(field.Value.GetRawText(), field.Name);
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(changed.GetRawText());
    }

    [Fact]
    public async Task A_change_to_what_it_says_already_changes_nothing()
    {
        var sent = Samples.FullItem(system.Unique("SAME"));
        var item = await system.Client.CreateAsync(sent);

        var answer = (await system.Client.PatchAsync(Samples.PathOf(item), sent)).ShouldBe(200);

        answer.Json.At("data").GetRawText().ShouldBe(item.GetRawText());
    }

    [Fact]
    public async Task Others_hear_of_every_version_in_order()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("TOLD")));
        for (var i = 2; i <= 4; i++) (await system.Client.PatchAsync(Samples.PathOf(item), new { name = $"Name {i}" })).ShouldBe(200);

        var told = await Eventually.Becomes("all is told", () => Task.FromResult(system.ToldOfItem(item.At("id").GetGuid())), told => told.Count == 4);

        told.OrderBy(t => t.Version).Select(t => (t.Version, t.Name)).ShouldBe([(1, "Hex bolt M8"), (2, "Name 2"), (3, "Name 3"), (4, "Name 4")]);
    }

    [Theory]
    [InlineData("itemNo", "null", "itemNo", "required")]
    [InlineData("name", "\"\"", "name", "required")]
    [InlineData("itemKind", "null", "itemKind", "required")]
    [InlineData("isActive", "null", "isActive", "required")]
    [InlineData("baseUomId", "\"stone\"", "baseUomId", "invalid_reference")]
    [InlineData("baseUomId", "\"l\"", "purchaseUomId", "invalid_value")]
    [InlineData("serialTracking", "\"some\"", "serialTracking", "invalid_value")]
    [InlineData("lotTracking", "\"none\"", "expiryTracking", "invalid_value")]
    [InlineData("standardCost", "null", "standardCost", "required")]
    [InlineData("minShelfLifeDays", "366", "minShelfLifeDays", "out_of_range")]
    [InlineData("uomConversions", "[]", "purchaseUomId", "invalid_value")]
    [InlineData("identifiers", "[{\"id\": \"0198f0c0-0000-7000-8000-000000000001\", \"isPrimary\": true}]", "identifiers[0].id", "invalid_reference")]
    [InlineData("identifiers", "[{\"_delete\": true}]", "identifiers[0].id", "required")]
    public async Task A_wrong_field_is_named_and_nothing_changes(string field, string value, string named, string code)
    {
        var item = await system.Client.CreateAsync(Samples.FullItem(system.Unique("BAD")));

        var answer = await system.Client.PatchAsync(Samples.PathOf(item), new JsonObject { ["name"] = "Other" }.WithJson(field, value));

        answer.ShouldBeError(400, "validation_failed");
        answer.Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldContain((named, code), answer.ToString());
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(item.GetRawText());
    }

    [Fact]
    public async Task A_number_or_gtin_of_another_item_is_refused()
    {
        var (gtin, taken) = (Samples.NewGtin(), system.Unique("TAKEN"));
        var other = await system.Client.CreateAsync(Samples.Item(taken).With("identifiers", CreateItemTests.Identifiers("ean", gtin)));
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("WANTS")));

        (await system.Client.PatchAsync(Samples.PathOf(item), new { itemNo = taken.ToLowerInvariant() })).ShouldBeError(409, "duplicate_item_no", "itemNo");
        var answer = await system.Client.PatchAsync(Samples.PathOf(item), new { identifiers = new[] { new { type = "gtin", value = "0" + gtin } } });
        answer.ShouldBeError(409, "duplicate_identifier", "identifiers[0].value");
        answer.Json.TextAt("details[0].meta.existingId").ShouldBe(other.TextAt("id"));
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(item.GetRawText());
    }

    [Fact]
    public async Task Identifiers_without_ids_replace_all_and_one_that_is_sent_again_keeps_its_id()
    {
        var (a, b, c) = (system.Unique("a"), system.Unique("b"), system.Unique("c"));
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("REPL")).With("identifiers", Internals(a, b)));

        var changed = (await system.Client.PatchAsync(Samples.PathOf(item), new JsonObject { ["identifiers"] = Internals(c, a) })).ShouldBe(200).Json.At("data");

        changed.At("identifiers").EnumerateArray().Select(i => i.TextAt("value")).ShouldBe([c, a]);
        changed.TextAt("identifiers[1].id").ShouldBe(item.TextAt("identifiers[0].id"));
        (await system.Client.GetAsync($"{Samples.Items}/resolve?code={b}")).ShouldBeError(404, "resource_not_found");
        (await system.Client.PatchAsync(Samples.PathOf(item), """{ "identifiers": null }""")).ShouldBe(200).Json.At("data.identifiers").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Identifiers_with_ids_are_changed_added_and_removed_one_by_one()
    {
        var (a, b, c) = (system.Unique("a"), system.Unique("b"), system.Unique("c"));
        var item = await system.Client.CreateAsync(Samples.FullItem(system.Unique("UPS")).With("identifiers", Internals(a, b)));
        var (idA, idB) = (item.TextAt("identifiers[0].id"), item.TextAt("identifiers[1].id"));

        var changed = (await system.Client.PatchAsync(Samples.PathOf(item), new
        {
            identifiers = new object[] { new { id = idA, _delete = true }, new { id = idB, uomId = "box", isPrimary = true }, new { type = "barcode", value = c } },
        })).ShouldBe(200).Json.At("data");

        changed.At("identifiers").EnumerateArray().Select(i => (i.TextAt("value"), i.At("isPrimary").GetBoolean())).ShouldBe([(b, true), (c, false)]);
        changed.TextAt("identifiers[0].id").ShouldBe(idB);
        changed.TextAt("identifiers[0].uomId").ShouldBe(item.TextAt("purchaseUomId"));
        // What was freed can be taken at once, here with the same code under another type.
        (await system.Client.PatchAsync(Samples.PathOf(item), new
        {
            identifiers = new object[] { new { id = idB, _delete = true }, new { type = "barcode", value = b } },
        })).ShouldBe(200);
        (await system.Client.PatchAsync(Samples.PathOf(item), new { identifiers = new[] { new { id = changed.TextAt("identifiers[1].id"), value = "other" } } }))
            .ShouldBeError(400, "validation_failed", "identifiers[0]");
    }

    [Fact]
    public async Task Attributes_and_conversions_are_replaced_as_a_whole()
    {
        var item = await system.Client.CreateAsync(Samples.FullItem(system.Unique("WHOLE")));

        var changed = (await system.Client.PatchAsync(Samples.PathOf(item), """
            {
              "attributes": [{ "key": "tastes", "type": "list", "value": ["bitter"] }, { "key": "class", "type": "number", "value": 2 }],
              "uomConversions": [{ "fromUomId": "box", "toUomId": "each", "numerator": 50, "denominator": 1 }]
            }
            """)).ShouldBe(200).Json.At("data");

        changed.At("attributes").EnumerateArray().Select(a => $"{a.TextAt("key")} {a.At("value").GetRawText()}").ShouldBe(["class 2", "tastes [\"bitter\"]"]);
        changed.At("uomConversions").EnumerateArray().Select(c => c.At("numerator").GetInt64()).ShouldBe([50]);
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(changed.GetRawText());
    }

    [Fact]
    public async Task Who_has_an_old_version_is_refused()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("MATCH")));
        (await system.Client.PatchAsync(Samples.PathOf(item), new { name = "Second" }, ("If-Match", "\"v1\""))).ShouldBe(200);

        (await system.Client.PatchAsync(Samples.PathOf(item), new { name = "Third" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await system.Client.PatchAsync(Samples.PathOf(item), new { name = "" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.TextAt("data.name").ShouldBe("Second");
    }

    [Fact]
    public async Task Of_ten_changes_at_the_same_moment_with_one_version_one_is_made()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("LOST")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            system.Client.PatchAsync(Samples.PathOf(item), new { name = $"Name {i}" }, ("If-Match", "\"v1\""))));

        answers.Count(a => a.Status == HttpStatusCode.OK).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.OK)) refused.ShouldBeError(412, "version_mismatch");
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data.version").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Changes_at_the_same_moment_to_different_fields_are_all_made()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("ALL")));

        var answers = await Task.WhenAll(
            system.Client.PatchAsync(Samples.PathOf(item), new { name = "Bolt" }),
            system.Client.PatchAsync(Samples.PathOf(item), new { hsCode = "7318.15" }),
            system.Client.PatchAsync(Samples.PathOf(item), new { attributes = new[] { new { key = "a", type = "text", value = "x" } } }),
            system.Client.PatchAsync(Samples.PathOf(item), new { identifiers = new[] { new { type = "internal", value = system.Unique("i") } } }));

        answers.ShouldAllBe(a => a.Status == HttpStatusCode.OK);
        var changed = (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data");
        (changed.TextAt("name"), changed.TextAt("hsCode")).ShouldBe(("Bolt", "7318.15"));
        (changed.At("attributes").GetArrayLength(), changed.At("identifiers").GetArrayLength(), changed.At("version").GetInt64()).ShouldBe((1, 1, 5));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("DRY")));

        var answer = (await system.Client.PatchAsync(Samples.PathOf(item) + "?dryRun=true", new { name = "Other" })).ShouldBe(200);

        answer.Json.TextAt("data.name").ShouldBe("Other");
        (await system.Client.GetAsync(Samples.PathOf(item))).Json.At("data").GetRawText().ShouldBe(item.GetRawText());
    }

    [Fact]
    public async Task What_is_found_follows_what_it_is_called()
    {
        var (old, now) = (system.Unique("oldname"), system.Unique("newname"));
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("CALL")).With("name", old));

        (await system.Client.PatchAsync(Samples.PathOf(item), new { name = now })).ShouldBe(200);

        (await system.Client.GetAsync($"{Samples.Items}?q={old}")).Json.At("count").GetInt32().ShouldBe(0);
        (await system.Client.GetAsync($"{Samples.Items}?q={now}")).Json.TextAt("data[0].id").ShouldBe(item.TextAt("id"));
    }

    [Fact]
    public async Task Someone_who_may_only_read_cannot_change()
    {
        var tenant = CatalogSystem.NewTenant();
        using var writer = await system.TenantAsync(tenant, "catalog:write");
        using var reader = await system.TenantAsync(tenant, "catalog:read");
        var item = await writer.CreateAsync(Samples.Item("A"));

        (await reader.PatchAsync(Samples.PathOf(item), new { name = "Other" })).ShouldBeError(403, "insufficient_scope");
        (await writer.GetAsync(Samples.PathOf(item))).ShouldBeError(403, "insufficient_scope");
        (await reader.GetAsync(Samples.PathOf(item))).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(item.GetRawText());
    }

    static JsonArray Internals(params string[] values) => new([.. values.Select(value => new JsonObject { ["type"] = "internal", ["value"] = value })]);
}
