using Atlas.Support;

namespace Atlas.Catalog.Tests.Uoms;

[Collection(OneSystem.Name)]
public sealed class UomTests(CatalogSystem system)
{
    const string Path = Samples.Uoms;

    const string Shape = """
        {
          "id": "uuid", "code": "string", "name": "string", "dimension": "string", "decimals": "integer", "isBase": "boolean", "numerator": "integer?",
          "denominator": "integer?", "isActive": "boolean", "externalId": "string?", "metadata": "object", "version": "integer",
          "createdAt": "timestamp", "updatedAt": "timestamp", "createdBy": "string"
        }
        """;

    [Fact]
    public async Task A_unit_can_be_made_read_and_changed()
    {
        var code = system.Unique("SP");
        var made = (await system.Client.PostAsync(Path, Samples.Uom(code).With("numerator", 305).With("denominator", 2).With("externalId", code + "-ext"))).ShouldBe(201);
        var uom = made.Json.At("data");

        uom.ShouldHaveShape(Shape, exactly: true);
        made.Header("Location").ShouldBe($"{Path}/{uom.TextAt("id")}");
        foreach (var name in new[] { uom.TextAt("id")!, code, code.ToLowerInvariant(), code + "-ext" })
            (await system.Client.GetAsync($"{Path}/{name}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(uom.GetRawText());

        var changed = (await system.Client.PatchAsync($"{Path}/{code}", new { name = "Big spool", decimals = 3, isActive = false, externalId = (string?)null }, ("If-Match", "\"v1\""))).ShouldBe(200);
        changed.Header("ETag").ShouldBe("\"v2\"");
        (changed.Json.TextAt("data.name"), changed.Json.At("data.decimals").GetInt32(), changed.Json.At("data.isActive").GetBoolean()).ShouldBe(("Big spool", 3, false));
        (await system.Client.GetAsync($"{Path}/{code}-ext")).ShouldBeError(404, "resource_not_found");
        (await system.Client.PatchAsync($"{Path}/{code}", new { name = "Big spool" })).ShouldBe(200).Json.At("data.version").GetInt32().ShouldBe(2);
        (await system.Client.PatchAsync($"{Path}/{code}", new { name = "Other" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
    }

    public static TheoryData<string, string, string, string> WrongFields => new()
    {
        { "code", "null", "code", "required" },
        { "code", "\"a b\"", "code", "invalid_value" },
        { "code", "\"12345678901234567\"", "code", "too_long" },
        { "name", "null", "name", "required" },
        { "dimension", "null", "dimension", "required" },
        { "dimension", "\"speed\"", "dimension", "invalid_value" },
        { "decimals", "null", "decimals", "required" },
        { "decimals", "7", "decimals", "out_of_range" },
        { "decimals", "-1", "decimals", "out_of_range" },
        { "decimals", "1.5", "decimals", "invalid_type" },
        { "numerator", "1", "denominator", "required" },
        { "denominator", "1", "numerator", "required" },
        { "numerator", "0", "numerator", "out_of_range" },
        { "isActive", "1", "isActive", "invalid_type" },
        { "metadata", "{\"a\": null}", "metadata.a", "invalid_value" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_made(string field, string value, string named, string code)
    {
        var uom = system.Unique("W");

        var answer = await system.Client.PostAsync(Path, Samples.Uom(uom).WithJson(field, value));

        answer.ShouldBeError(400, "validation_failed");
        answer.Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldContain((named, code), answer.ToString());
        (await system.CountAsync("select count(*) from uoms where code = $1", uom)).ShouldBe(0);
    }

    [Fact]
    public async Task A_code_is_one_units_whatever_its_case()
    {
        var code = system.Unique("DUP");
        var first = (await system.Client.PostAsync(Path, Samples.Uom(code))).ShouldBe(201).Json.TextAt("data.id");

        var answer = await system.Client.PostAsync(Path, Samples.Uom(code.ToLowerInvariant()));

        answer.ShouldBeError(409, "duplicate_code", "code");
        answer.Json.TextAt("details[0].meta.existingId").ShouldBe(first);
        (await system.Client.PostAsync(Path, Samples.Uom("KG"))).ShouldBeError(409, "duplicate_code", "code");
    }

    [Fact]
    public async Task Of_ten_at_the_same_moment_one_gets_the_code()
    {
        var code = system.Unique("R");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => system.Client.PostAsync(Path, Samples.Uom(code))));

        answers.Count(a => a.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "duplicate_code");
    }

    [Theory]
    [InlineData("code", "kilo")]
    [InlineData("dimension", "volume")]
    [InlineData("numerator", 2)]
    [InlineData("decimals", 5)]
    [InlineData("isActive", false)]
    public async Task What_quantities_were_written_down_in_does_not_change(string field, object value)
    {
        var before = (await system.Client.GetAsync($"{Path}/kg")).Text;

        (await system.Client.PatchAsync($"{Path}/kg", new Dictionary<string, object> { [field] = value })).ShouldBeError(409, "not_editable", field);

        (await system.Client.GetAsync($"{Path}/kg")).Text.ShouldBe(before);
    }

    [Fact]
    public async Task An_inactive_unit_stays_with_those_who_have_it_and_nobody_else_gets_it()
    {
        var code = system.Unique("OFF");
        (await system.Client.PostAsync(Path, Samples.Uom(code))).ShouldBe(201);
        var item = await system.Client.CreateAsync(Samples.Item(system.Unique("HAS")).With("baseUomId", code));
        (await system.Client.PatchAsync($"{Path}/{code}", new { isActive = false })).ShouldBe(200);

        (await system.Client.PostAsync(Samples.Items, Samples.Item(system.Unique("WANTS")).With("baseUomId", code))).ShouldBeError(400, "validation_failed", "baseUomId");
        (await system.Client.PatchAsync(Samples.PathOf(item), new { baseUomId = code, name = "Still there" })).ShouldBe(200);
        (await system.Client.PatchAsync(Samples.PathOf(item), new { isActive = false })).ShouldBe(200);
        (await system.Client.PatchAsync(Samples.PathOf(item), new { isActive = true })).ShouldBeError(400, "validation_failed", "isActive");
    }

    [Fact]
    public async Task The_list_can_be_filtered_and_walked()
    {
        var client = await system.TenantAsync();
        async Task<string> Codes(string query) => string.Join(' ', (await client.GetAsync($"{Path}?{query}")).ShouldBe(200).Json.At("data").EnumerateArray().Select(u => u.TextAt("code")).Order(StringComparer.Ordinal));

        (await Codes("dimension=area")).ShouldBe("cm2 m2");
        (await Codes("code=KG,g")).ShouldBe("g kg");
        (await Codes("q=metre")).ShouldBe("cm cm2 m m2 m3 mm");
        (await Codes("isActive=false")).ShouldBe("");
        var all = (await client.GetAsync($"{Path}?limit=20")).Json;
        all.At("data[0]").ShouldHaveShape(Shape, exactly: true);
        var rest = (await client.GetAsync($"{Path}?limit=20&cursor={all.TextAt("nextCursor")}")).Json;
        (all.At("count").GetInt32(), all.At("data").GetArrayLength() + rest.At("data").GetArrayLength()).ShouldBe((28, 28));
        foreach (var (query, code) in new[] { ("dimension=speed", "invalid_value"), ("colour=red", "unknown_filter"), ("isActive=x", "invalid_parameter") })
            (await client.GetAsync($"{Path}?{query}")).ShouldBeError(400, code);
    }

    [Fact]
    public async Task Units_are_one_tenants_and_changing_them_asks_for_the_scope()
    {
        var code = system.Unique("OWN");
        var id = (await system.Client.PostAsync(Path, Samples.Uom(code))).ShouldBe(201).Json.TextAt("data.id");
        var other = await system.TenantAsync();
        var reader = await system.TenantAsync(CatalogSystem.NewTenant(), "catalog:read");

        foreach (var name in new[] { id, code })
        {
            (await other.GetAsync($"{Path}/{name}")).ShouldBeError(404, "resource_not_found");
            (await other.PatchAsync($"{Path}/{name}", new { name = "Theirs" })).ShouldBeError(404, "resource_not_found");
        }

        (await reader.PostAsync(Path, Samples.Uom(code))).ShouldBeError(403, "insufficient_scope");
        (await reader.PatchAsync($"{Path}/kg", new { name = "Kilo" })).ShouldBeError(403, "insufficient_scope");
    }

    [Fact]
    public async Task The_same_key_and_a_dry_run_make_one_and_none()
    {
        var (code, key) = (system.Unique("K"), system.Unique("key"));
        (await system.Client.PostAsync($"{Path}?dryRun=true", Samples.Uom(code))).ShouldBe(201).Header("Atlas-Dry-Run").ShouldBe("true");
        (await system.CountAsync("select count(*) from uoms where code = $1", code)).ShouldBe(0);

        var first = (await system.Client.PostAsync(Path, Samples.Uom(code), ("Idempotency-Key", key))).ShouldBe(201);

        (await system.Client.PostAsync(Path, Samples.Uom(code), ("Idempotency-Key", key))).ShouldBe(201).Text.ShouldBe(first.Text);
    }
}
