using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Docs;

public class DocsTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task The_page_lists_every_document_and_needs_no_key()
    {
        using var client = fixture.Gateway.Client();

        var page = await client.GetAsync("/docs");

        page.ShouldBe(200).Header("Content-Type")!.ShouldStartWith("text/html");
        foreach (var name in Gateway.Wellness.SystemHealth.Services.Append("gateway")) page.Text.ShouldContain($"/openapi/{name}.json");
        page.Text.ShouldContain($"curl {fixture.Gateway.Url}/api/v1/orders");
    }

    [Fact]
    public async Task The_document_of_a_service_is_the_services_own_and_needs_no_key()
    {
        using var client = fixture.Gateway.Client();

        var document = await client.GetAsync("/openapi/orders.json");

        document.ShouldBe(200).Json.TextAt("service").ShouldBe("orders");
        document.Json.TextAt("path").ShouldBe("/openapi/v1.json");
    }

    [Fact]
    public async Task The_gateways_own_document_describes_the_keys()
    {
        using var client = fixture.Gateway.Client();

        var document = await client.GetAsync("/openapi/gateway.json");

        document.ShouldBe(200).Json.TextAt("openapi").ShouldStartWith("3.");
        document.Text.ShouldContain("/v1/api-keys/{keyId}/rotate");
        document.Text.ShouldContain("\"/health\"");
    }

    [Fact]
    public async Task A_document_that_nobody_has_is_404()
    {
        using var client = fixture.Gateway.Client();

        (await client.GetAsync("/openapi/nobody.json")).ShouldBe(404);
    }
}
