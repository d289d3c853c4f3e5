using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using RabbitMQ.Client;

namespace Atlas.Persistence.Tests;

/// <summary>The tiny service, running in this process, on a database of its own and with queues of its own.</summary>
public sealed class TallyService : IAsyncDisposable
{
    readonly WebApplication app;
    readonly TestInfrastructure infrastructure;
    readonly bool ownsQueues;

    TallyService(WebApplication app, TestInfrastructure infrastructure, string name, string database, bool ownsQueues) =>
        (this.app, this.infrastructure, Name, ConnectionString, this.ownsQueues) = (app, infrastructure, name, database, ownsQueues);

    /// <summary>What its queues start with.</summary>
    public string Name { get; }

    /// <summary>The database, as its owner sees it.</summary>
    public string ConnectionString { get; }

    public string Url => app.Urls.First();
    public IServiceProvider Services => app.Services;

    /// <summary>Starts one on a fresh database.</summary>
    public static async Task<TallyService> StartAsync(Action<WebApplicationBuilder>? also = null)
    {
        var infrastructure = await TestInfrastructure.SharedAsync();
        var database = await infrastructure.CreateDatabaseAsync("tallies");
        return await StartAsync(infrastructure, new NpgsqlConnectionStringBuilder(database).Database!, database, ownsQueues: true, also);
    }

    /// <summary>Starts one on a database that others may use too.</summary>
    public static Task<TallyService> StartAsync(TestInfrastructure infrastructure, string name, string database) =>
        StartAsync(infrastructure, name, database, ownsQueues: true, null);

    /// <summary>Starts another instance of the same service, on the same database and queues.</summary>
    public Task<TallyService> StartReplicaAsync() => StartAsync(infrastructure, Name, ConnectionString, ownsQueues: false, null);

    /// <summary>Starts another instance in a process that can be killed.</summary>
    public Task<SeparateProcess> StartReplicaProcessAsync(params IEnumerable<(string Name, string Value)> settings) =>
        StartProcessAsync(infrastructure, Name, ConnectionString, settings);

    /// <summary>Starts the service in a process that can be killed, without one in this process.</summary>
    public static Task<SeparateProcess> StartProcessAsync(
        TestInfrastructure infrastructure, string name, string database, params IEnumerable<(string Name, string Value)> settings) =>
        SeparateProcess.StartAsync(typeof(TallyHost).Assembly.Location, [],
            Settings(infrastructure, name, database).Concat(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value)))
                .Append(new("urls", "http://127.0.0.1:0"))
                .ToDictionary(setting => setting.Key.Replace(":", "__"), setting => setting.Value!));

    public ApiClient Client(string tenant = TestGateway.Tenant) => TestGateway.Client(Url, "tallies", tenant);

    /// <summary>Makes a tally and returns its id.</summary>
    public async Task<string> CreateTallyAsync(string name, string tenant = TestGateway.Tenant)
    {
        using var client = Client(tenant);
        return (await client.PostAsync("/v1/tallies", new { name })).ShouldBe(201).Json.TextAt("data.id")!;
    }

    /// <summary>Raises a tally by one.</summary>
    public async Task<Answer> RaiseAsync(string id, string tenant = TestGateway.Tenant)
    {
        using var client = Client(tenant);
        return await client.PostAsync($"/v1/tallies/{id}/raise", new { by = 1 });
    }

    /// <summary>The versions in the entries of a tally, in the order in which they were written.</summary>
    public Task<List<long>> EntriesAsync(string id) =>
        QueryAsync<long>("select version from entries where tally_id = $1 order by number", id);

    /// <summary>Waits until the entries of a tally are these versions.</summary>
    /// <param name="inAnyOrder">A queue keeps its order only as long as nothing is delivered again.</param>
    public Task EntriesBecomeAsync(string id, IEnumerable<long> versions, TimeSpan? within = null, bool inAnyOrder = false)
    {
        var wanted = versions.ToList();
        return Eventually.BecomesTrue($"{id} has the entries {string.Join(", ", wanted)}", async () =>
        {
            var entries = await EntriesAsync(id);
            if (inAnyOrder) entries.Sort();
            return entries.SequenceEqual(wanted);
        }, within, async () => string.Join(", ", await EntriesAsync(id)));
    }

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

    public async Task<long> CountAsync(string sql, params object[] parameters) =>
        (await QueryAsync<long>(sql, parameters))[0];

    /// <summary>A connection as the service has it at run time.</summary>
    public async Task<NpgsqlConnection> AppAsync() => await Services.GetRequiredService<Database>().App.OpenConnectionAsync();

    /// <summary>Messages that wait in the outbox.</summary>
    public Task<long> OutboxAsync() => CountAsync("select count(*) from outbox");

    /// <summary>Changes the database as its owner.</summary>
    public Task ExecuteAsync(string sql) => QueryAsync<object>(sql);

    /// <summary>Works on the broker with a connection of its own. What is published on its channel is confirmed.</summary>
    public async Task<T> OnBrokerAsync<T>(Func<IChannel, Task<T>> work)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(infrastructure.RabbitMq.ConnectionString) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        return await work(channel);
    }

    /// <summary>Messages that wait in a queue; 0 when there is no such queue.</summary>
    public async Task<uint> WaitingInAsync(string queue)
    {
        try
        {
            return await OnBrokerAsync(channel => channel.MessageCountAsync(queue));
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return 0;
        }
    }

    public string BrokerUrl => infrastructure.RabbitMq.ConnectionString;

    public string QueueOf(string consumer) => $"{Name}-{consumer}";

    static async Task<TallyService> StartAsync(
        TestInfrastructure infrastructure, string name, string database, bool ownsQueues, Action<WebApplicationBuilder>? also)
    {
        var app = TallyHost.Build([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(infrastructure, name, database));
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            also?.Invoke(builder);
        });
        await app.StartAsync();
        var service = new TallyService(app, infrastructure, name, database, ownsQueues);
        await service.IsHealthyAsync();
        return service;
    }

    /// <summary>Waits until the service is healthy, its queues included.</summary>
    public async Task IsHealthyAsync()
    {
        using var client = new ApiClient(Url);
        await Eventually.Becomes("the service is healthy", () => client.GetAsync("/health"),
            answer => answer.Status == HttpStatusCode.OK && answer.Json.TextAt("status") == "healthy");
    }

    internal static Dictionary<string, string?> Settings(TestInfrastructure infrastructure, string name, string database) => new()
    {
        [$"ConnectionStrings:{TallyHost.ConnectionString}"] = database,
        ["ConnectionStrings:rabbitmq"] = infrastructure.RabbitMq.ConnectionString,
        ["Atlas:SecretsKey"] = TestGateway.SecretsKey,
        ["Atlas:Identity:PublicKeys"] = TestGateway.PublicKey,
        ["Tallies:Name"] = name,
    };

    /// <summary>Stops it; database and queues stay, for replicas in other processes.</summary>
    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        if (!ownsQueues) return;
        await OnBrokerAsync(async channel =>
        {
            foreach (var queue in (string[])[QueueOf("write-entry"), QueueOf("hear-of-entries"), QueueOf("put-on-scales")]) await channel.QueueDeleteAsync(queue);
            return true;
        });
    }
}
