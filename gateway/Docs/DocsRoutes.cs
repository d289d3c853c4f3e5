using Atlas.Gateway.Wellness;

namespace Atlas.Gateway.Docs;

/// <summary>Where people find out what there is.</summary>
static class DocsRoutes
{
    static readonly string Page = $$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Atlas API</title>
          <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; color: #1f2937; }
            code, pre { background: #f3f4f6; border-radius: 4px; padding: .1em .3em; }
            pre { padding: 1rem; overflow-x: auto; }
            h1 { margin-bottom: 0; }
          </style>
        </head>
        <body>
          <h1>Atlas API</h1>
          <p>One API over seven services. Every request carries a key: <code>Authorization: Bearer &lt;key&gt;</code>.</p>
          <p>Try it with the shared demo key, which reads the demo data; its writes are checked and never kept:</p>
          <pre>curl __HOST__/api/v1/orders \
          -H "Authorization: Bearer atlas_demo_KuhlerExampleKey_2026"</pre>
          <h2>OpenAPI documents</h2>
          <ul>
            <li><a href="/openapi/gateway.json">gateway</a>: API keys, health</li>
        {{string.Join('\n', SystemHealth.Services.Select(service => $"""    <li><a href="/openapi/{service}.json">{service}</a></li>"""))}}
          </ul>
          <h2>Good to know</h2>
          <ul>
            <li><code>GET /health</code> needs no key.</li>
            <li>Answers carry <code>X-Request-Id</code>; quote it when something goes wrong.</li>
            <li><code>RateLimit</code> says what is left of your budget; after a 429, wait for <code>Retry-After</code> seconds.</li>
            <li>Send an <code>Idempotency-Key</code> with every write, and repeat the request as often as you like.</li>
          </ul>
        </body>
        </html>
        """;

    public static void MapDocs(this WebApplication app)
    {
        app.MapGet("/docs", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
            var host = System.Net.WebUtility.HtmlEncode($"{http.Request.Scheme}://{http.Request.Host}");
            return TypedResults.Text(Page.Replace("__HOST__", host), "text/html; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }
}
