using Atlas.Support;
using Npgsql;

namespace Atlas.Webhooks.Tests;

/// <summary>The service in a process of its own, on a real database and a real broker. It can be killed.</summary>
public sealed class WebhooksService : IAsyncDisposable
{
    readonly SeparateProcess process;

    WebhooksService(SeparateProcess process, string url, string database) => (this.process, Url, ConnectionString) = (process, url, database);

    public string Url { get; }

    /// <summary>The database, as its owner sees it.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts one and returns when it is healthy.</summary>
    /// <param name="database">An earlier instance's, or null for a fresh one.</param>
    /// <param name="settings">Beside or instead of those that make tests quick.</param>
    public static async Task<WebhooksService> StartAsync(string? database = null, params IReadOnlyList<(string Name, string Value)> settings)
    {
        var infrastructure = await TestInfrastructure.SharedAsync();
        database ??= await infrastructure.CreateDatabaseAsync("webhooks");
        var url = $"http://127.0.0.1:{SeparateProcess.FreePort()}";
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = url,
            ["ConnectionStrings__webhooksdb"] = database,
            ["ConnectionStrings__rabbitmq"] = infrastructure.RabbitMq.ConnectionString,
            ["Atlas__SecretsKey"] = TestGateway.SecretsKey,
            ["Atlas__Identity__PublicKeys"] = TestGateway.PublicKey,
            // A lookup of names fails within the timeout, also where nobody answers it.
            ["RES_OPTIONS"] = "timeout:1 attempts:1",
            ["Atlas__Settling__AtMost"] = "00:02:00",
            ["Webhooks__RetrySchedule"] = "00:00:00,00:00:00.2,00:00:00.2,00:00:00.2",
            ["Webhooks__Timeout"] = "00:00:03",
            ["Webhooks__DisableAfter"] = "02:00:00",
        };
        foreach (var (name, value) in settings) environment[name] = value;
        var process = await SeparateProcess.StartAsync(typeof(Program).Assembly.Location, [], environment);
        var service = new WebhooksService(process, url, database);
        await service.IsHealthyAsync();
        return service;
    }

    public ApiClient Client(string tenant, params IReadOnlyList<string> scopes) => TestGateway.Client(Url, "webhooks", tenant, scopes);

    public ApiClient DemoClient(string tenant) => TestGateway.DemoClient(Url, "webhooks", tenant);

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Ends it in order (SIGTERM).</summary>
    public Task StopAsync() => process.StopAsync();

    /// <summary>Asks the database as its owner, past all walls.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync()) rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }

    async Task IsHealthyAsync()
    {
        using var client = new ApiClient(Url);
        try
        {
            await Eventually.Becomes("the service is healthy", () => client.GetAsync("/health"),
                answer => answer.Status == HttpStatusCode.OK && answer.Json.TextAt("status") == "healthy");
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{process.Output}", exception);
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
