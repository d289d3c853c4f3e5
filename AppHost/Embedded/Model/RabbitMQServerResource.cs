using Atlas.Embedded.Servers;

namespace Atlas.Embedded;

/// <summary>A RabbitMQ broker.</summary>
public sealed class RabbitMQServerResource(string name) : Resource(name), IResourceWithConnectionString
{
    internal RabbitMqServer? Server { get; set; }

    string IResourceWithConnectionString.ConnectionString =>
        (Server ?? throw new InvalidOperationException($"{Name} does not run yet.")).ConnectionString;
}
