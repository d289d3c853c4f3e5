using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Atlas.Gateway.Credentials;
using Atlas.ServiceDefaults;
using Atlas.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Gateway.Tests.Setting;

/// <summary>The gateway as it runs, on a free port, over echo services and a real database.</summary>
sealed class RunningGateway : IAsyncDisposable
{
    public const string Bootstrap = "atlas_local_FullAccessKey_2026";

    static readonly ECDsa Signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly WebApplication app;

    RunningGateway(WebApplication app, string database) => (this.app, Database) = (app, database);

    public string Url => app.Urls.First();

    /// <summary>The connection string of the owner of its database.</summary>
    public string Database { get; }

    public IServiceProvider Parts => app.Services;

    /// <summary>How often the database was asked about a key.</summary>
    public long DatabaseQuestions => Parts.GetRequiredService<KeyLookup>().Questions;

    /// <summary>Starts a gateway and waits until it takes requests.</summary>
    /// <param name="services">What stands behind it.</param>
    /// <param name="database">The owner's connection string; null for an empty database of its own.</param>
    /// <param name="time">The clock; null for the real one.</param>
    /// <param name="settings">Configuration; <c>environment</c> is Development unless it is among them.</param>
    public static async Task<RunningGateway> StartAsync(
        ServicesBehind services, string? database = null, TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        database ??= await TestPostgres.CreateDatabaseAsync();
        var environment = settings.FirstOrDefault(setting => setting.Name == "environment").Value ?? "Development";
        var app = GatewayHost.Build(["--environment", environment, "--urls", "http://127.0.0.1:0"], builder =>
        {
            (string, string)[] all =
            [
                ("ConnectionStrings:gatewaydb", database),
                ("Atlas:SecretsKey", TestGateway.SecretsKey),
                ("Atlas:Identity:PrivateKey", Convert.ToBase64String(Signing.ExportPkcs8PrivateKey())),
                .. services.Addresses,
                .. settings,
            ];
            builder.Configuration.AddInMemoryCollection(all.Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)));
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            if (time is not null) builder.Services.AddSingleton(time);
        });
        await app.StartAsync();
        var gateway = new RunningGateway(app, database);
        using var client = gateway.Client();
        await Eventually.BecomesTrue("the gateway is ready", async () => (int)(await client.GetAsync("/health/ready")).Status == 200);
        return gateway;
    }

    /// <summary>A client with a key; null for none.</summary>
    public ApiClient Client(string? key = null) => new(Url, key);

    /// <summary>Makes a key with the bootstrap key, or with another.</summary>
    public async Task<NewKey> CreateKeyAsync(string[] scopes, DateTimeOffset? expiresAt = null, string by = Bootstrap)
    {
        using var client = Client(by);
        var made = await client.PostAsync("/v1/api-keys", new { name = "a test's key", scopes, expiresAt = expiresAt?.ToString("O") });
        made.ShouldBe(201);
        return new NewKey(made.Json.TextAt("data.id")!, made.Json.TextAt("data.secret")!);
    }

    /// <summary>What a service reads out of the identity that it was sent.</summary>
    public static Caller? Identify(Answer echoed, string service) =>
        new IdentityVerifier(service, Convert.ToBase64String(Signing.ExportSubjectPublicKeyInfo()), TimeProvider.System)
            .Verify(echoed.Json.TextAt("headers.x-atlas-identity")!);

    /// <summary>Sends bytes as they are, and reads the answer until the gateway closes the connection.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(Url).Port);
        await using var stream = socket.GetStream();
        using var patience = new CancellationTokenSource(Eventually.UsualPatience);
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        }
        catch (IOException)
        {
            // Refused before it was sent to its end; the answer says why.
        }

        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // A connection that is closed with something unread in it is reset, after the answer.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>A key that was just made.</summary>
sealed record NewKey(string Id, string Secret);
