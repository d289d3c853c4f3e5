using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.Load.References;

/// <summary>The quickest service there can be: Kestrel with one answer, always the same bytes.</summary>
static class BareEndpoint
{
    public const string Verb = "reference-endpoint";

    /// <summary>Serves until it is stopped.</summary>
    public static Task RunAsync(string url, string bodyFile)
    {
        var body = File.ReadAllBytes(bodyFile);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = body.Length;
            return http.Response.Body.WriteAsync(body).AsTask();
        });
        return app.RunAsync();
    }
}
