using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Atlas.Support;

namespace Atlas.Catalog.Tests.Items.Imports;

[Collection(OneSystem.Name)]
public sealed class ItemImportTests(CatalogSystem system)
{
    const string Path = "/v1/items/imports";
    const string Ndjson = "application/x-ndjson";
    const string Csv = "text/csv";
    const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    const string Shape = """
        {
          "id": "uuid", "format": "string", "mode": "string", "dryRun": "boolean", "status": "string", "total": "integer", "processed": "integer",
          "created": "integer", "updated": "integer", "unchanged": "integer", "rejected": "integer", "createdBy": "string", "createdAt": "timestamp",
          "updatedAt": "timestamp", "startedAt": "timestamp?", "finishedAt": "timestamp?", "version": "integer", "allowedActions": []
        }
        """;

    [Fact]
    public async Task Each_row_makes_or_changes_an_item_or_is_rejected_with_the_codes_of_the_API()
    {
        using var client = await system.TenantAsync();
        await client.CreateAsync(Samples.Item("OLD"));
        await client.CreateAsync(Samples.Item("SAME"));

        var answer = (await SendAsync(client, Ndjson, """
            {"itemNo":"NEW-1","name":"Washer","baseUomId":"each","identifiers":[{"type":"gtin","value":"4006381333931"}]}
            {"itemNo":"old","name":"Renamed"}
            {"itemNo":"SAME","name":"Hex bolt M8"}

            {"itemNo":"BAD-1","name":"No unit"}
            {"itemNo":"BAD-2","name":"Same code","baseUomId":"each","identifiers":[{"type":"ean","value":"4006381333931"}]}
            {"itemNo":"BAD-3","name":"Unknown field","baseUomId":"each","colour":"red"}
            {"itemNo":
            {"itemNo":"NEW-1","description":"Said later"}
            """)).ShouldBe(202);
        answer.Json.At("data").ShouldHaveShape(Shape, exactly: true);
        answer.Json.At("data.total").GetInt32().ShouldBe(8);
        answer.Header("Location").ShouldBe($"{Path}/{answer.Json.TextAt("data.id")}");

        var done = await EndedAsync(client, answer);
        CountsOf(done).ShouldBe(("succeeded", 8, 1, 2, 1, 4));
        done.At("errors").EnumerateArray().Select(e => (e.At("row").GetInt32(), e.TextAt("code"))).ShouldBe(
            [(4, "validation_failed"), (5, "duplicate_identifier"), (6, "validation_failed"), (7, "invalid_json")]);
        done.TextAt("errors[0].itemNo").ShouldBe("BAD-1");
        done.TextAt("errors[0].details[0].field").ShouldBe("baseUomId");
        done.TextAt("errors[2].details[0].code").ShouldBe("unknown_field");

        var made = await ItemAsync(client, "NEW-1");
        made.TextAt("description").ShouldBe("Said later");
        made.At("version").GetInt64().ShouldBe(2);
        made.TextAt("identifiers[0].gtin14").ShouldBe("04006381333931");
        (await ItemAsync(client, "OLD")).TextAt("name").ShouldBe("Renamed");
        (await ItemAsync(client, "SAME")).At("version").GetInt64().ShouldBe(1);
        (await client.GetAsync("/v1/items/by-no/BAD-2")).ShouldBeError(404, "resource_not_found");
        await Eventually.BecomesTrue("the other services hear of the item", () => system.ToldOfItem(made.At("id").GetGuid()).Count == 2);
    }

    [Fact]
    public async Task A_table_fills_the_fields_that_its_columns_name_and_an_empty_cell_changes_nothing()
    {
        using var client = await system.TenantAsync();
        await client.CreateAsync(Samples.FullItem("FULL"));

        var done = await EndedAsync(client, await SendAsync(client, Csv, "\uFEFF" + """"
            ITEMNO;name;baseUomId;isActive;weight;identifiers.gtin;attributes.color;attributes.voltage:number;metadata.line
            T-1;"Lamp; ""small""";each;yes;0.25;96385074;red;230;7
            T-2;Lamp;each;perhaps;heavy;;;;
            FULL;Renamed;;no;;;;;

            """"));

        CountsOf(done).ShouldBe(("succeeded", 3, 1, 1, 0, 1));
        done.At("errors[0].details").EnumerateArray().Select(d => d.TextAt("field")).ShouldBe(["isActive", "weight"], ignoreOrder: true);
        var lamp = await ItemAsync(client, "T-1");
        lamp.TextAt("name").ShouldBe("Lamp; \"small\"");
        lamp.At("weight").GetDecimal().ShouldBe(0.25m);
        lamp.TextAt("identifiers[0].value").ShouldBe("96385074");
        lamp.At("attributes").EnumerateArray().Select(a => (a.TextAt("key"), a.At("value").ToString())).ShouldBe([("color", "red"), ("voltage", "230")]);
        lamp.TextAt("metadata.line").ShouldBe("7");
        var full = await ItemAsync(client, "FULL");
        full.At("isActive").GetBoolean().ShouldBeFalse();
        full.TextAt("name").ShouldBe("Renamed");
        full.At("weight").GetDecimal().ShouldBe(0.2m);
        full.At("attributes").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task A_workbook_is_read_like_a_table_and_numbers_in_it_as_they_look()
    {
        using var client = await system.TenantAsync();

        var done = await EndedAsync(client, await SendAsync(client, Xlsx, Workbook(
            ["itemNo", "name", "baseUomId", "isActive", "weight"],
            [1001, "Bracket", "each", true, 0.1],
            ["1002", "Bracket", "no such unit", true, 1])));

        CountsOf(done).ShouldBe(("succeeded", 2, 1, 0, 0, 1));
        done.TextAt("errors[0].details[0].code").ShouldBe("invalid_reference");
        (await ItemAsync(client, "1001")).At("weight").GetRawText().ShouldBe("0.1");
    }

    [Fact]
    public async Task A_dry_run_decides_everything_and_leaves_its_report_alone()
    {
        using var client = await system.TenantAsync();
        await client.CreateAsync(Samples.Item("OLD"));
        const string file = """
            {"itemNo":"OLD","name":"Renamed"}
            {"itemNo":"NEW","name":"New","baseUomId":"each"}
            {"itemNo":"BAD","name":"Bad","baseUomId":"nothing"}
            """;

        var dry = await EndedAsync(client, await SendAsync(client, Ndjson, file, "?dry_run=true"));
        dry.At("dryRun").GetBoolean().ShouldBeTrue();
        CountsOf(dry).ShouldBe(("succeeded", 3, 1, 1, 0, 1));
        (await ItemAsync(client, "OLD")).TextAt("name").ShouldBe("Hex bolt M8");
        (await client.GetAsync("/v1/items/by-no/NEW")).ShouldBeError(404, "resource_not_found");

        var real = await EndedAsync(client, await SendAsync(client, Ndjson, file));
        CountsOf(real).ShouldBe(CountsOf(dry));
        (await ItemAsync(client, "NEW")).At("version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task With_mode_create_a_number_that_is_there_is_rejected()
    {
        using var client = await system.TenantAsync();
        var old = await client.CreateAsync(Samples.Item("OLD"));

        var done = await EndedAsync(client, await SendAsync(client, Ndjson, """{"itemNo":"Old","name":"Other","baseUomId":"each"}""", "?mode=create"));

        CountsOf(done).ShouldBe(("failed", 1, 0, 0, 0, 1));
        done.TextAt("errors[0].code").ShouldBe("duplicate_item_no");
        done.At("errors[0].details[0].meta.existingId").GetGuid().ShouldBe(old.At("id").GetGuid());
        (await ItemAsync(client, "OLD")).TextAt("name").ShouldBe("Hex bolt M8");
    }

    [Fact]
    public async Task What_was_imported_before_a_cancellation_stays_and_nothing_comes_after_it()
    {
        using var client = await system.TenantAsync();
        var started = await SendAsync(client, Csv, "itemNo,name,baseUomId\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"C-{i},Part {i},each\n")));

        var cancelled = (await client.PostAsync($"{started.Header("Location")}/cancel")).ShouldBe(200).Json.At("data");

        cancelled.TextAt("status").ShouldBe("cancelled");
        cancelled.At("processed").GetInt32().ShouldBeLessThan(20_000);
        (await client.GetAsync("/v1/items?limit=1")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(cancelled.At("created").GetInt32());
        (await client.PostAsync($"{started.Header("Location")}/cancel")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(cancelled.GetRawText());
        // The next import of the tenant is not held up by it.
        await EndedAsync(client, await SendAsync(client, Ndjson, """{"itemNo":"AFTER","name":"After","baseUomId":"each"}"""));
        (await client.GetAsync("/v1/items?limit=1")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(cancelled.At("created").GetInt32() + 1);
    }

    [Fact]
    public async Task An_import_that_has_ended_cannot_be_cancelled()
    {
        using var client = await system.TenantAsync();
        var started = await SendAsync(client, Ndjson, """{"itemNo":"E-1","name":"Part","baseUomId":"each"}""");
        await EndedAsync(client, started);

        (await client.PostAsync($"{started.Header("Location")}/cancel")).ShouldBeInvalidTransition("succeeded", "cancel");
    }

    [Fact]
    public async Task One_key_starts_one_import_and_is_of_one_file()
    {
        using var client = await system.TenantAsync();
        var key = ("Idempotency-Key", system.Unique("import"));
        var first = (await SendAsync(client, Ndjson, """{"itemNo":"K-1","name":"Part","baseUomId":"each"}""", "", key)).ShouldBe(202);

        var again = (await SendAsync(client, Ndjson, """{"itemNo":"K-1","name":"Part","baseUomId":"each"}""", "", key)).ShouldBe(202);
        again.Json.TextAt("data.id").ShouldBe(first.Json.TextAt("data.id"));
        (await SendAsync(client, Ndjson, """{"itemNo":"K-2","name":"Part","baseUomId":"each"}""", "", key)).ShouldBeError(409, "idempotency_key_reused");
        (await client.GetAsync(Path)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_file_that_is_none_is_refused_and_starts_nothing()
    {
        using var client = await system.TenantAsync();

        (await SendAsync(client, Csv, "itemNo,colour,attributes.size:shoe,itemNo\nA,b,c,d\n")).ShouldBeError(400, "invalid_file")
            .Json.At("details").EnumerateArray().Select(d => d.TextAt("field")).ShouldBe(["colour", "attributes.size:shoe", "itemNo"]);
        (await SendAsync(client, Csv, "name,baseUomId\nA,each\n")).ShouldBeError(400, "invalid_file").Json.TextAt("details[0].field").ShouldBe("itemNo");
        (await SendAsync(client, Csv, "itemNo,name\n")).ShouldBeError(400, "invalid_file");
        (await SendAsync(client, Ndjson, "\n\n")).ShouldBeError(400, "invalid_file");
        (await SendAsync(client, Csv, new byte[] { 0x69, 0xff, 0xfe, 0x0a })).ShouldBeError(400, "invalid_file");
        (await SendAsync(client, Xlsx, "no workbook")).ShouldBeError(400, "invalid_file");
        (await SendAsync(client, "application/json", "[]")).ShouldBeError(415, "unsupported_media_type");
        (await SendAsync(client, Ndjson, "{}", "?mode=replace")).ShouldBeError(400, "invalid_parameter");
        (await client.GetAsync(Path)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Imports_need_their_scope_and_are_seen_by_their_tenant_alone()
    {
        var tenant = CatalogSystem.NewTenant();
        using var writer = await system.TenantAsync(tenant, "catalog:write");
        using var importer = await system.TenantAsync(tenant, "imports:write", "catalog:read");
        using var stranger = await system.TenantAsync();

        (await SendAsync(writer, Ndjson, "{}")).ShouldBeError(403, "insufficient_scope");
        var started = (await SendAsync(importer, Ndjson, """{"itemNo":"S-1","name":"Part","baseUomId":"each"}""")).ShouldBe(202);
        await EndedAsync(importer, started);
        (await stranger.GetAsync(started.Header("Location")!)).ShouldBeError(404, "resource_not_found");
        (await stranger.PostAsync($"{started.Header("Location")}/cancel")).ShouldBeError(404, "resource_not_found");
        (await importer.GetAsync($"{Path}?status=succeeded")).ShouldBe(200).Json.At("data").GetArrayLength().ShouldBe(1);
        (await importer.GetAsync($"{Path}?status=gone")).ShouldBeError(400, "invalid_value");
    }

    internal static Task<Answer> SendAsync(ApiClient client, string type, string file, string query = "", params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(client, type, Encoding.UTF8.GetBytes(file), query, headers);

    static Task<Answer> SendAsync(ApiClient client, string type, byte[] file, string query = "", params IReadOnlyList<(string Name, string Value)> headers) =>
        client.PostAsync(Path + query, new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, headers);

    internal static async Task<JsonElement> EndedAsync(ApiClient client, Answer started)
    {
        var path = started.ShouldBe(202).Header("Location")!;
        var ended = await Eventually.Becomes("the import has ended", () => client.GetAsync(path), answer => answer.ShouldBe(200).Json.At("data.finishedAt").ValueKind == JsonValueKind.String);
        return ended.Json.At("data");
    }

    static (string?, int, int, int, int, int) CountsOf(JsonElement import) =>
        (import.TextAt("status"), import.At("processed").GetInt32(), import.At("created").GetInt32(), import.At("updated").GetInt32(),
            import.At("unchanged").GetInt32(), import.At("rejected").GetInt32());

    static async Task<JsonElement> ItemAsync(ApiClient client, string itemNo) => (await client.GetAsync($"/v1/items/by-no/{itemNo}")).ShouldBe(200).Json.At("data");

    // The least that is a workbook.
    static byte[] Workbook(params object[][] lines)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>
                """);
            Add("_rels/.rels", $"""<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add("xl/workbook.xml", $"""<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Items" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{main}"><sheetData>{string.Concat(lines.Select((line, i) => $"<row r=\"{i + 1}\">{string.Concat(line.Select((cell, j) => Cell(cell, $"{(char)('A' + j)}{i + 1}")))}</row>"))}</sheetData></worksheet>""");

            void Add(string name, string text)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text.Trim()));
            }
        }

        return bytes.ToArray();

        static string Cell(object value, string at) => value switch
        {
            string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>",
            bool flag => $"<c r=\"{at}\" t=\"b\"><v>{(flag ? 1 : 0)}</v></c>",
            _ => FormattableString.Invariant($"<c r=\"{at}\"><v>{value}</v></c>"),
        };
    }
}
