using Atlas.Support;

namespace Atlas.Orders.Tests.Portal;

[Collection(OneSystem.Name)]
public sealed class PortalTests(OrdersSystem system)
{
    [Fact]
    public async Task Who_has_the_link_reads_the_brands_orders_without_a_key()
    {
        var link = (await system.Acme.PostAsync("/api/v1/customers/summit/portal-link")).ShouldBe(201);
        link.Json.At("data").ShouldHaveShape("""{ "url": "string", "path": "string", "expires_at": "timestamp" }""", exactly: true);
        var code = system.Unique("PO-portal");
        await OrdersSystem.OrderAsync(system.Acme, code);
        using var brand = system.Atlas.Client(null);

        var portal = (await brand.GetAsync(link.Json.TextAt("data.path")!)).ShouldBe(200);

        portal.Json.At("data").ShouldHaveShape("""
            {
              "slug": "string", "name": "string", "primary_color": "string", "logo_url": "string?", "order_count": "integer",
              "orders": [{
                "id": "string", "code": "string", "status": "string", "ship_by": "date", "total_units": "integer", "on_time": "boolean",
                "percent_complete": "integer"
              }]
            }
            """);
        portal.Json.At("data.orders").EnumerateArray().Select(o => o.TextAt("code")).ShouldContain(code);
        portal.Header("Cache-Control").ShouldBe("no-store");
        portal.Header("Referrer-Policy").ShouldBe("no-referrer");
    }

    [Fact]
    public async Task A_browser_gets_a_page_in_which_nothing_that_was_said_is_taken_for_markup()
    {
        using var tenant = await system.TenantWithoutPlanningAsync();
        var id = await OrdersSystem.OrderAsync(tenant, "PO-page");
        (await tenant.PostAsync($"/api/v1/orders/{id}/conversation", Samples.Message("<script>alert(1)</script> & more"))).ShouldBe(201);
        var path = (await tenant.PostAsync("/api/v1/customers/summit/portal-link")).Json.TextAt("data.path")!;
        using var browser = system.Atlas.Client(null);

        var page = (await browser.GetAsync(path, ("Accept", "text/html,*/*;q=0.8"))).ShouldBe(200);

        page.Header("Content-Type")!.ShouldStartWith("text/html");
        page.Header("Content-Security-Policy")!.ShouldContain("default-src 'none'");
        page.Text.ShouldContain("PO-page");
        page.Text.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more");
        page.Text.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("tenant=acme", "tenant=demo")]
    [InlineData("/portal/summit", "/portal/meridian")]
    [InlineData("expires=1", "expires=2")]
    [InlineData("signature=", "signature=AAAA")]
    [InlineData("signature=", "sign=")]
    public async Task An_altered_link_opens_nothing(string part, string altered)
    {
        var path = (await system.Acme.PostAsync("/api/v1/customers/summit/portal-link")).ShouldBe(201).Json.TextAt("data.path")!;
        path.ShouldContain(part);
        using var stranger = system.Atlas.Client(null);

        (await stranger.GetAsync(path.Replace(part, altered))).ShouldBeError(404, "resource_not_found");
        (await stranger.GetAsync("/portal/summit")).ShouldBeError(404, "resource_not_found");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("366")]
    [InlineData("\"a week\"")]
    public async Task A_link_lives_a_day_to_a_year(string days)
    {
        var body = new StringContent($$"""{"expires_in_days":{{days}}}""", null, "application/json");

        (await system.Acme.PostAsync("/api/v1/customers/summit/portal-link", body)).ShouldBeError(422, "validation_failed");
    }

    [Fact]
    public async Task There_is_no_link_to_a_brand_that_does_not_exist() =>
        (await system.Acme.PostAsync("/api/v1/customers/nobody/portal-link")).ShouldBeError(404, "resource_not_found");
}
