using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Orders.Tests.Customers;

[Collection(OneSystem.Name)]
public sealed class CustomerTests(OrdersSystem system)
{
    const string Shape = """
        {
          "slug": "string", "name": "string", "primary_color": "string", "contact": "string", "contact_email": "string",
          "portal_url": "string", "logo_url": "string?", "is_active": "boolean", "updated_at": "timestamp", "version": "integer"
        }
        """;

    [Fact]
    public async Task The_published_example_answers_what_it_says()
    {
        var answer = (await system.Demo.GetAsync("/api/v1/customers")).ShouldBe(200);

        answer.Json.ShouldHaveShape($$"""{ "data": [{{Shape}}], "meta": { "count": "integer", "total": "integer", "next_cursor": "string?" } }""", exactly: true);
        answer.Json.At("meta.count").GetInt32().ShouldBe(2);
        answer.Json.At("data").EnumerateArray().Select(c => c.TextAt("slug")).ShouldBe(["summit", "meridian"]);
        var summit = answer.Json.At("data[0]");
        summit.TextAt("name").ShouldBe("Summit Athletics");
        summit.TextAt("primary_color").ShouldBe("#14532D");
        summit.TextAt("contact").ShouldBe("Mira Chen");
        summit.TextAt("contact_email").ShouldBe("mira@summitathletics.com");
        summit.TextAt("portal_url").ShouldBe("https://demo.kuhler.com/portal/summit");
    }

    [Fact]
    public async Task A_new_brand_can_order()
    {
        var slug = system.Unique("brand");

        var created = (await system.Acme.PostAsync("/api/v1/customers", Samples.Brand(slug))).ShouldBe(201);

        created.Header("Location").ShouldBe($"/api/v1/customers/{slug}");
        created.Json.At("data").ShouldHaveShape(Shape, exactly: true);
        var order = Samples.Order(system.Unique("PO-brand")).With("brand_slug", slug);
        (await system.Acme.PostAsync("/api/v1/orders", order)).ShouldBe(201);
        (await system.Acme.GetAsync($"/api/v1/customers/{slug}")).ShouldBe(200).Json.TextAt("data.name").ShouldBe("Summit Athletics");
    }

    [Fact]
    public async Task A_slug_is_given_once_in_a_tenant_however_many_ask_at_once()
    {
        var slug = system.Unique("wanted");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => system.Acme.PostAsync("/api/v1/customers", Samples.Brand(slug))));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        foreach (var loser in answers.Where(answer => answer.Status != HttpStatusCode.Created)) loser.ShouldBeError(409, "duplicate_code");
    }

    [Theory]
    [InlineData("slug", "\"Summit\"", "invalid_value")]
    [InlineData("slug", "\"a b\"", "invalid_value")]
    [InlineData("slug", "null", "required")]
    [InlineData("slug", "7", "invalid_type")]
    [InlineData("name", "\"\"", "required")]
    [InlineData("primary_color", "\"green\"", "invalid_value")]
    [InlineData("contact_email", "\"mira\"", "invalid_value")]
    [InlineData("logo_url", "\"javascript:alert(1)\"", "invalid_value")]
    public async Task A_wrong_field_is_named_and_nothing_is_kept(string field, string json, string code)
    {
        var slug = system.Unique("wrong");
        var brand = Samples.Brand(slug);
        brand[field] = JsonNode.Parse(json);

        var refused = (await system.Acme.PostAsync("/api/v1/customers", brand)).ShouldBeError(422, "validation_failed");

        refused.Json.TextAt("error.details[0].field").ShouldBe(field);
        refused.Json.TextAt("error.details[0].code").ShouldBe(code);
        (await system.Acme.GetAsync($"/api/v1/customers/{slug}")).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task A_change_leaves_the_other_fields_and_counts_the_version()
    {
        var slug = system.Unique("changing");
        var created = (await system.Acme.PostAsync("/api/v1/customers", Samples.Brand(slug))).ShouldBe(201);

        var changed = (await system.Acme.PatchAsync($"/api/v1/customers/{slug}", new { name = "Summit Sports" }, ("If-Match", "\"v1\""))).ShouldBe(200);

        changed.Json.TextAt("data.name").ShouldBe("Summit Sports");
        changed.Json.TextAt("data.contact").ShouldBe(created.Json.TextAt("data.contact"));
        changed.Header("ETag").ShouldBe("\"v2\"");
        (await system.Acme.PatchAsync($"/api/v1/customers/{slug}", new { name = "Late" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await system.Acme.GetAsync($"/api/v1/customers/{slug}")).Json.TextAt("data.name").ShouldBe("Summit Sports");
    }

    [Fact]
    public async Task An_inactive_brand_places_no_orders()
    {
        var slug = system.Unique("resting");
        (await system.Acme.PostAsync("/api/v1/customers", Samples.Brand(slug))).ShouldBe(201);
        (await system.Acme.PatchAsync($"/api/v1/customers/{slug}", new { is_active = false })).ShouldBe(200);
        var code = system.Unique("PO-resting");

        (await system.Acme.PostAsync("/api/v1/orders", Samples.Order(code).With("brand_slug", slug))).ShouldBeError(422, "validation_failed");

        (await system.Acme.GetAsync($"/api/v1/orders/{code}")).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task Another_tenants_brand_is_unknown()
    {
        var slug = system.Unique("mine");
        (await system.Acme.PostAsync("/api/v1/customers", Samples.Brand(slug))).ShouldBe(201);

        (await system.Demo.GetAsync($"/api/v1/customers/{slug}")).ShouldBeError(404, "resource_not_found");
        (await system.Demo.PatchAsync($"/api/v1/customers/{slug}", new { name = "Stolen" })).ShouldBeError(404, "resource_not_found");
        (await system.Demo.GetAsync($"/api/v1/customers?q={slug}")).ShouldBe(200).Json.At("meta.total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_pages_of_the_list_put_together_are_the_list()
    {
        var tenant = await system.TenantWithoutPlanningAsync();
        for (var n = 0; n < 6; n++) (await tenant.PostAsync("/api/v1/customers", Samples.Brand($"page-{n}"))).ShouldBe(201);

        List<string> walked = [];
        for (string? cursor = "", path = "/api/v1/customers?limit=3"; cursor is not null; path = $"/api/v1/customers?limit=3&cursor={cursor}")
        {
            var page = (await tenant.GetAsync(path)).ShouldBe(200).Json;
            page.At("meta.total").GetInt32().ShouldBe(7);
            walked.AddRange(page.At("data").EnumerateArray().Select(c => c.TextAt("slug")!));
            cursor = page.TextAt("meta.next_cursor");
        }

        walked.ShouldBe(["page-5", "page-4", "page-3", "page-2", "page-1", "page-0", "summit"]);
    }
}
