using Atlas.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Atlas.ServiceDefaults.Tests;

/// <summary>A process with nothing but the defaults, and the same few routes on both surfaces.</summary>
public sealed class ThingHost : IAsyncLifetime
{
    WebApplication app = null!;

    public string Url => app.Urls.First();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("Atlas:SecretsKey", TestGateway.SecretsKey), new("Atlas:Identity:PublicKeys", TestGateway.PublicKey),
        ]);
        builder.AddServiceDefaults("things");
        app = builder.Build();
        app.UseServiceDefaults();
        foreach (var surface in (string[])["/v1", "/api/v1"])
        {
            app.MapPost($"{surface}/things", (Body<Thing> thing) => Reply.Created($"{surface}/things/1", thing.Value)).RequireScope("orders:write");
            app.MapGet($"{surface}/things/{{id}}", (string id) => (IResult)Error.NotFound("Thing", id)).RequireScope("orders:read");
            app.MapGet($"{surface}/things/rule", IResult () => throw BrokenRuleException.InvalidTransition("draft", "approve", "submit", "cancel")).RequireScope("orders:read");
            app.MapGet($"{surface}/things/crash", IResult () => throw new InvalidOperationException("the secret reason")).RequireScope("orders:read");
            app.MapGet($"{surface}/closed", () => "open"); // A route that somebody forgot to protect.
        }

        await app.StartAsync();
    }

    public async Task DisposeAsync() => await app.DisposeAsync();
}

public sealed record Thing(string Name, IReadOnlyList<string> Tags) : IReadable<Thing>
{
    public static Thing Read(Fields fields) => new(fields.Text("name", 100), fields.Texts("tags", 10, 100));
}
