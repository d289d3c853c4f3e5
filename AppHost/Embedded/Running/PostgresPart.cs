using Atlas.Embedded.Servers;
using Npgsql;

namespace Atlas.Embedded.Running;

sealed class PostgresPart(PostgresServerResource resource, DataFolder data, Action changed) : Part(resource, changed)
{
    public override int? ProcessId => resource.Server?.ProcessId;

    public override string? ConnectionString => ((IResourceWithConnectionString)resource).ConnectionString;

    protected override Task<int> Exited => resource.Server!.Exited;

    protected override async Task StartAsync(CancellationToken stopping)
    {
        if (resource.Server is { } again) await again.StartAsync(stopping);
        else resource.Server = await PostgresServer.StartAsync(data.Folder(Name), port: null, resource.Arguments, stopping);
    }

    protected override async Task EndAsync()
    {
        if (resource.Server is { } server) await server.DisposeAsync();
    }
}

/// <summary>A database, which is there from the moment it was made; its server runs for it.</summary>
sealed class DatabasePart(PostgresDatabaseResource resource, Action changed) : Part(resource, changed)
{
    static readonly TaskCompletionSource<int> Never = new();

    public override int? ProcessId => null;

    public override string? ConnectionString => ((IResourceWithConnectionString)resource).ConnectionString;

    protected override Task<int> Exited => Never.Task;

    protected override bool MayRetryFirstStart => true;

    protected override async Task StartAsync(CancellationToken stopping)
    {
        try
        {
            await resource.Parent.Server!.CreateDatabaseAsync(resource.DatabaseName, stopping);
        }
        catch (NpgsqlException e)
        {
            throw new StartFailedException($"the database cannot be made: {e.Message}");
        }
    }

    protected override Task EndAsync() => Task.CompletedTask;
}
