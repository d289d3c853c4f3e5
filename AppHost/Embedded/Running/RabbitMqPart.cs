using Atlas.Embedded.Servers;

namespace Atlas.Embedded.Running;

sealed class RabbitMqPart(RabbitMQServerResource resource, DataFolder data, Action changed) : Part(resource, changed)
{
    public override int? ProcessId => resource.Server?.ProcessId;

    public override string? ConnectionString => ((IResourceWithConnectionString)resource).ConnectionString;

    protected override Task<int> Exited => resource.Server!.Exited;

    protected override async Task StartAsync(CancellationToken stopping)
    {
        if (resource.Server is { } again) await again.StartAsync(stopping);
        else resource.Server = await RabbitMqServer.StartAsync(data.Folder(Name), port: null, stopping);
    }

    protected override async Task EndAsync()
    {
        if (resource.Server is { } server) await server.DisposeAsync();
    }
}
