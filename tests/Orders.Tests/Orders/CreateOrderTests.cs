using System.Text;
using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Orders.Tests.Orders;

[Collection(OneSystem.Name)]
public sealed class CreateOrderTests(OrdersSystem system)
{
    const string Path = "/api/v1/orders";

    [Fact]
    public async Task The_answer_is_the_eight_published_fields()
    {
        var code = system.Unique("PO");

        var answer = (await system.Acme.PostAsync(Path, Samples.Order(code))).ShouldBe(201);

        answer.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "string", "code": "string", "brand_slug": "string", "ship_by": "date", "total_units": "integer", "status": "string",
                "line_items_received": "integer", "created_at": "timestamp"
              }
            }
            """, exactly: true);
        var order = answer.Json.At("data");
        order.TextAt("id")!.ShouldMatch("^ord-[0-9a-z]{6}$");
        order.TextAt("code").ShouldBe(code);
        order.TextAt("brand_slug").ShouldBe("summit");
        order.TextAt("ship_by").ShouldBe("2031-09-01");
        order.At("total_units").GetInt32().ShouldBe(1200);
        order.TextAt("status").ShouldBe("received");
        order.At("line_items_received").GetInt32().ShouldBe(4);
        answer.Header("Location").ShouldBe($"/api/v1/orders/{order.TextAt("id")}");
    }

    [Fact]
    public async Task What_was_sent_can_be_read()
    {
        var code = system.Unique("PO-kept");
        var sent = Samples.Order(code)
            .With("external_id", code + "-ext").With("notes", "Größe nach Muster").With("total_units", 5)
            .With("line_items", new JsonArray(new JsonObject
            {
                ["sku"] = "SUM-TEE", ["quantity"] = 5, ["description"] = "Trail tee", ["color"] = "Forest", ["size"] = "M",
                ["unit_price"] = 12.5, ["currency"] = "EUR", ["external_line_id"] = "10", ["notes"] = "fold flat",
            }));

        var id = (await system.Acme.PostAsync(Path, sent)).ShouldBe(201).Json.TextAt("data.id");

        var order = (await system.Acme.GetAsync($"{Path}/{id}")).ShouldBe(200).Json.At("data");
        order.TextAt("external_id").ShouldBe(code + "-ext");
        order.TextAt("notes").ShouldBe("Größe nach Muster");
        order.TextAt("currency").ShouldBe("EUR");
        order.At("total_value").GetRawText().ShouldBe("62.5");
        order.At("line_items").GetArrayLength().ShouldBe(1);
        var line = order.At("line_items[0]");
        line.TextAt("id").ShouldBe("li-001");
        line.TextAt("sku").ShouldBe("SUM-TEE");
        line.At("units").GetInt32().ShouldBe(5);
        line.TextAt("description").ShouldBe("Trail tee");
        line.TextAt("color").ShouldBe("Forest");
        line.TextAt("size").ShouldBe("M");
        line.At("unit_price").GetRawText().ShouldBe("12.5");
        line.TextAt("currency").ShouldBe("EUR");
        line.TextAt("external_line_id").ShouldBe("10");
        line.TextAt("notes").ShouldBe("fold flat");
        line.At("shipped_units").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task An_order_taken_in_goes_into_production()
    {
        var id = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-made"));

        var order = await Eventually.Becomes("the order has a batch", async () => (await system.Acme.GetAsync($"{Path}/{id}")).Json.At("data"),
            seen => seen.TextAt("status") == "in_production" && seen.At("batches").GetArrayLength() == 1);

        order.At("batches[0].units").GetInt32().ShouldBe(1200);
        order.TextAt("batches[0].id").ShouldBe(order.TextAt("batch_ids[0]"));
        order.At("batches[0].milestones").EnumerateArray().Select(m => m.TextAt("state")).ShouldAllBe(state => state == "todo");
    }

    public static TheoryData<string, string, string, string> WrongFields => new()
    {
        { "code", "null", "code", "required" },
        { "code", "\"\"", "code", "required" },
        { "code", "\"  \"", "code", "required" },
        { "code", "17", "code", "invalid_type" },
        { "code", $"\"{new string('x', 65)}\"", "code", "too_long" },
        { "code", "\"PO\\u0000\"", "code", "invalid_value" },
        { "brand_slug", "null", "brand_slug", "required" },
        { "brand_slug", "\"nobody\"", "brand_slug", "invalid_reference" },
        { "brand_slug", "[\"summit\"]", "brand_slug", "invalid_type" },
        { "ship_by", "null", "ship_by", "required" },
        { "ship_by", "\"soon\"", "ship_by", "invalid_value" },
        { "ship_by", "\"2031-02-30\"", "ship_by", "invalid_value" },
        { "ship_by", "\"2031-09-01T00:00:00Z\"", "ship_by", "invalid_value" },
        { "ship_by", "20310901", "ship_by", "invalid_type" },
        { "ship_by", "\"2020-01-01\"", "ship_by", "out_of_range" },
        { "line_items", "null", "line_items", "required" },
        { "line_items", "[]", "line_items", "array_length" },
        { "line_items", "{}", "line_items", "invalid_type" },
        { "line_items", "\"four\"", "line_items", "invalid_type" },
        { "line_items", "[1]", "line_items[0]", "invalid_type" },
        { "line_items", "[null]", "line_items[0]", "invalid_type" },
        { "line_items", "[{\"units\": 5}]", "line_items[0].sku", "required" },
        { "line_items", "[{\"sku\": \"A\"}]", "line_items[0].units", "required" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1}, {\"sku\": \"B\", \"units\": 0}]", "line_items[1].units", "out_of_range" },
        { "line_items", "[{\"sku\": \"A\", \"units\": -3}]", "line_items[0].units", "out_of_range" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1.5}]", "line_items[0].units", "invalid_type" },
        { "line_items", "[{\"sku\": \"A\", \"units\": \"12\"}]", "line_items[0].units", "invalid_type" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1e300}]", "line_items[0].units", "invalid_type" },
        { "line_items", "[{\"sku\": \"A\", \"quantity\": 0}]", "line_items[0].quantity", "out_of_range" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1, \"unit_price\": -1}]", "line_items[0].unit_price", "out_of_range" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1, \"unit_price\": 1.1234567}]", "line_items[0].unit_price", "out_of_range" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1, \"currency\": \"euro\"}]", "line_items[0].currency", "too_long" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1, \"currency\": \"eur\"}]", "line_items[0].currency", "invalid_value" },
        { "line_items", "[{\"sku\": \"A\", \"units\": 1, \"currency\": \"EUR\"}, {\"sku\": \"A\", \"units\": 1, \"currency\": \"USD\"}]", "line_items", "invalid_value" },
        { "total_units", "1201", "total_units", "total_units_mismatch" },
        { "total_units", "\"1200\"", "total_units", "invalid_type" },
        { "external_id", "7", "external_id", "invalid_type" },
        { "notes", $"\"{new string('n', 4_001)}\"", "notes", "too_long" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public async Task A_wrong_field_is_named_and_nothing_is_kept(string field, string json, string wrongField, string wrongCode)
    {
        var code = system.Unique("PO-wrong");
        var request = Samples.Order(code).With(field, JsonNode.Parse("\"{value}\"")).ToJsonString().Replace("\"{value}\"", json);

        var answer = (await system.Acme.PostAsync(Path, request)).ShouldBeError(422, "validation_failed");

        answer.Json.At("error.details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldBe([(wrongField, wrongCode)]);
        answer.Json.TextAt("error.details[0].message").ShouldNotBeNullOrWhiteSpace();
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var answer = (await system.Acme.PostAsync(Path, """
            { "ship_by": "tomorrow", "line_items": [{ "units": 0 }, { "sku": "A", "units": "many" }], "total_units": 3 }
            """)).ShouldBeError(422, "validation_failed");

        answer.Json.At("error.details").EnumerateArray().Select(d => $"{d.TextAt("field")} {d.TextAt("code")}").Order().ShouldBe(
        [
            "brand_slug required", "code required", "line_items[0].sku required", "line_items[0].units out_of_range",
            "line_items[1].units invalid_type", "ship_by invalid_value",
        ]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"code\": \"PO\",}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"order\"")]
    [InlineData("42")]
    [InlineData("{\"code\": \"A\", \"code\": \"B\"}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"code\": \"PO\\ud800\"}")]
    [InlineData("{} {}")]
    [InlineData("<order/>")]
    public async Task What_is_no_json_object_is_a_bad_request(string body)
    {
        var before = await TotalAsync();

        (await system.Acme.PostAsync(Path, body)).ShouldBeError(400, "invalid_json");

        (await TotalAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Nesting_without_end_is_a_bad_request() =>
        (await system.Acme.PostAsync(Path, $"{{\"notes\": {new string('[', 100_000)}{new string(']', 100_000)}}}")).ShouldBeError(400, "invalid_json");

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        var code = system.Unique("PO-bytes");
        var bytes = Encoding.UTF8.GetBytes(Samples.Order(code).ToJsonString());
        bytes[Array.IndexOf(bytes, (byte)'s', 20)] = 0xFF;
        var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new("application/json");

        var answer = await system.Acme.SendAsync(HttpMethod.Post, Path, body);

        ((int)answer.Status).ShouldBeInRange(400, 422);
        answer.ShouldBeError((int)answer.Status, (int)answer.Status == 400 ? "invalid_json" : "validation_failed");
        await NothingIsKeptOf(code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_sent_as_json_is_a_bad_request(string contentType)
    {
        var code = system.Unique("PO-type");

        var answer = await system.Acme.SendAsync(
            HttpMethod.Post, Path, new StringContent(Samples.Order(code).ToJsonString(), Encoding.UTF8, contentType));

        answer.ShouldBeError(400, "invalid_content_type");
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task A_body_of_ten_megabytes_is_too_large()
    {
        var code = system.Unique("PO-large");

        var answer = await system.Acme.PostAsync(Path, Samples.Order(code).With("notes", new string('n', 10 * 1024 * 1024)), ("Expect", "100-continue"));

        answer.ShouldBeError(413, "payload_too_large");
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task An_order_has_at_most_a_thousand_lines()
    {
        var (fits, isTooLong) = (system.Unique("PO-lines"), system.Unique("PO-lines"));

        var taken = await system.Acme.PostAsync(Path, Samples.Order(fits).With("line_items", Lines(1_000)));
        var refused = await system.Acme.PostAsync(Path, Samples.Order(isTooLong).With("line_items", Lines(1_001)));

        taken.ShouldBe(201).Json.At("data.line_items_received").GetInt32().ShouldBe(1_000);
        refused.ShouldBeError(422, "validation_failed").Json.TextAt("error.details[0].code").ShouldBe("array_length");
        await NothingIsKeptOf(isTooLong);

        static JsonArray Lines(int count) => new([.. Enumerable.Range(1, count).Select(n => Samples.Line($"SKU-{n}", "M", 1))]);
    }

    [Fact]
    public async Task Units_that_no_order_can_hold_are_refused()
    {
        var code = system.Unique("PO-units");
        var lines = new JsonArray([.. Enumerable.Range(1, 30).Select(n => Samples.Line($"SKU-{n}", "M", 100_000_000))]);

        var answer = await system.Acme.PostAsync(Path, Samples.Order(code).With("line_items", lines));

        answer.ShouldBeError(422, "validation_failed").Json.TextAt("error.details[0].code").ShouldBe("out_of_range");
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_unless_the_sender_wants_to_hear_of_them()
    {
        var (kept, refused) = (system.Unique("PO-more"), system.Unique("PO-more"));

        (await system.Acme.PostAsync(Path, Samples.Order(kept).With("incoterm", "FOB"))).ShouldBe(201);
        var byHeader = await system.Acme.PostAsync(Path, Samples.Order(refused).With("incoterm", "FOB"), ("Atlas-Strict", "true"));
        var byQuery = await system.Acme.PostAsync(Path + "?strict=true", Samples.Order(refused).With("incoterm", "FOB"));

        foreach (var answer in (Answer[])[byHeader, byQuery])
        {
            answer.ShouldBeError(422, "validation_failed");
            answer.Json.TextAt("error.details[0].field").ShouldBe("incoterm");
            answer.Json.TextAt("error.details[0].code").ShouldBe("unknown_field");
        }

        await NothingIsKeptOf(refused);
    }

    [Fact]
    public async Task A_ship_by_day_in_the_past_is_taken_with_a_warning()
    {
        var lastMonth = TimeProvider.System.GetUtcNow().AddDays(-30).ToString("yyyy-MM-dd");

        var answer = (await system.Acme.PostAsync(Path, Samples.Order(system.Unique("PO-late")).With("ship_by", lastMonth))).ShouldBe(201);

        answer.Json.At("warnings").ToString().ShouldBe("""["ship_by_in_the_past"]""");
        (await system.Acme.GetAsync($"{Path}/{answer.Json.TextAt("data.id")}")).Json.At("data.on_time").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_code_is_taken_in_once_even_if_the_same_is_sent_again()
    {
        var code = system.Unique("PO-twice");
        var id = await OrdersSystem.OrderAsync(system.Acme, code);

        var again = (await system.Acme.PostAsync(Path, Samples.Order(code))).ShouldBeError(409, "duplicate_code");

        again.Json.TextAt("error.details[0].field").ShouldBe("code");
        again.Json.TextAt("error.details[0].meta.existing_id").ShouldBe(id);
        (await TotalAsync($"?code={code}")).ShouldBe(1);
    }

    [Fact]
    public async Task An_external_id_is_taken_in_once()
    {
        var (first, second) = (system.Unique("PO-ext"), system.Unique("PO-ext"));
        (await system.Acme.PostAsync(Path, Samples.Order(first).With("external_id", first))).ShouldBe(201);

        var again = (await system.Acme.PostAsync(Path, Samples.Order(second).With("external_id", first))).ShouldBeError(409, "duplicate_code");

        again.Json.TextAt("error.details[0].field").ShouldBe("external_id");
        await NothingIsKeptOf(second);
    }

    [Fact]
    public async Task Of_many_at_once_with_one_code_one_is_taken_in()
    {
        var code = system.Unique("PO-race");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.Acme.PostAsync(Path, Samples.Order(code))));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.Created)) refused.ShouldBeError(409, "duplicate_code");
        (await TotalAsync($"?code={code}")).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_code_in_two_tenants_are_two_orders()
    {
        var code = system.Unique("PO-shared");
        using var other = await system.TenantWithoutPlanningAsync();

        var here = await OrdersSystem.OrderAsync(system.Acme, code);
        var there = await OrdersSystem.OrderAsync(other, code);

        there.ShouldNotBe(here);
        (await system.Acme.GetAsync($"{Path}/{there}")).ShouldBeError(404, "resource_not_found");
        (await other.GetAsync($"{Path}/{code}")).ShouldBe(200).Json.TextAt("data.id").ShouldBe(there);
    }

    [Fact]
    public async Task Another_tenants_brand_is_not_a_brand()
    {
        using var other = await system.TenantWithoutPlanningAsync();
        (await other.PostAsync("/api/v1/customers", Samples.Brand("hidden-brand"))).ShouldBe(201);
        var code = system.Unique("PO-brand");

        var answer = await system.Acme.PostAsync(Path, Samples.Order(code).With("brand_slug", "hidden-brand"));

        answer.ShouldBeError(422, "validation_failed").Json.TextAt("error.details[0].code").ShouldBe("invalid_reference");
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task Repeating_a_request_under_its_key_gives_the_first_answer_again()
    {
        var code = system.Unique("PO-key");
        var key = ("Idempotency-Key", code);

        var first = (await system.Acme.PostAsync(Path, Samples.Order(code), key)).ShouldBe(201);
        var again = (await system.Acme.PostAsync(Path, Samples.Order(code), key)).ShouldBe(201);

        again.Body.ShouldBe(first.Body);
        again.Header("Location").ShouldBe(first.Header("Location"));
        again.Header("Idempotent-Replayed").ShouldBe("true");
        first.Header("Idempotent-Replayed").ShouldBeNull();
        (await TotalAsync($"?code={code}")).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_is_good_for_one_request_only()
    {
        var (first, second) = (system.Unique("PO-reuse"), system.Unique("PO-reuse"));
        var key = ("Idempotency-Key", first);
        (await system.Acme.PostAsync(Path, Samples.Order(first), key)).ShouldBe(201);

        (await system.Acme.PostAsync(Path, Samples.Order(second), key)).ShouldBeError(422, "idempotency_key_reused");

        await NothingIsKeptOf(second);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("256")]
    public async Task A_key_is_visible_ascii_of_at_most_255_characters(string key)
    {
        var code = system.Unique("PO-badkey");

        var answer = await system.Acme.PostAsync(Path, Samples.Order(code), ("Idempotency-Key", key == "256" ? new string('k', 256) : key));

        ((int)answer.Status).ShouldBe(400);
        await NothingIsKeptOf(code);
    }

    [Fact]
    public async Task A_dry_run_checks_everything_and_keeps_nothing()
    {
        var code = system.Unique("PO-dry");

        var tried = (await system.Acme.PostAsync(Path + "?dry_run=true", Samples.Order(code), ("Idempotency-Key", code))).ShouldBe(201);
        var wrong = await system.Acme.PostAsync(Path + "?dry_run=true", Samples.Order(code).With("brand_slug", "nobody"));

        tried.Header("Atlas-Dry-Run").ShouldBe("true");
        tried.Json.TextAt("data.status").ShouldBe("received");
        wrong.ShouldBeError(422, "validation_failed");
        await NothingIsKeptOf(code);
        // The key was not used up either.
        (await system.Acme.PostAsync(Path, Samples.Order(code), ("Idempotency-Key", code))).ShouldBe(201).Header("Idempotent-Replayed").ShouldBeNull();
    }

    [Fact]
    public async Task The_demo_key_may_try_it_and_nothing_is_kept()
    {
        var answer = (await system.Demo.PostAsync(Path, Samples.Order("PO-9999"))).ShouldBe(201);

        answer.Header("Atlas-Dry-Run").ShouldBe("true");
        answer.Json.TextAt("demo_note").ShouldNotBeNullOrWhiteSpace();
        answer.Json.TextAt("data.status").ShouldBe("received");
        answer.Json.At("data.line_items_received").GetInt32().ShouldBe(4);
        (await system.Demo.GetAsync(Path)).Json.At("meta.total").GetInt32().ShouldBe(5);
        (await system.Demo.GetAsync($"{Path}/PO-9999")).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task The_demo_key_is_told_what_is_wrong_like_everyone()
    {
        (await system.Demo.PostAsync(Path, Samples.Order("PO-2417"))).ShouldBeError(409, "duplicate_code");
        (await system.Demo.PostAsync(Path, Samples.Order("PO-9999").With("brand_slug", "nobody"))).ShouldBeError(422, "validation_failed");
        (await system.Demo.PostAsync(Path, "{")).ShouldBeError(400, "invalid_json");
    }

    async Task NothingIsKeptOf(string code)
    {
        (await TotalAsync($"?code={code}")).ShouldBe(0);
        (await system.CountAsync("select count(*) from outbox where convert_from(body, 'UTF8') like $1", $"%\"{code}\"%")).ShouldBe(0);
        (await system.CountAsync("select count(*) from idempotency where convert_from(body, 'UTF8') like $1 and status < 400", $"%\"{code}\"%")).ShouldBe(0);
    }

    async Task<int> TotalAsync(string query = "") => (await system.Acme.GetAsync(Path + query)).ShouldBe(200).Json.At("meta.total").GetInt32();
}
