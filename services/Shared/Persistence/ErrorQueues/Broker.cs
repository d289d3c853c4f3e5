using Atlas.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Atlas.Persistence.ErrorQueues;

/// <summary>A connection to the broker for one request, beside the bus, which has no way to look into a queue.</summary>
sealed class Broker : IAsyncDisposable
{
    const int RetryAfterSeconds = 5;
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    readonly IConnection connection;

    Broker(IConnection connection) => this.connection = connection;

    /// <exception cref="RefusedException">503 when the broker is away.</exception>
    public static async Task<Broker> ConnectAsync(IConfiguration configuration, CancellationToken ct)
    {
        var factory = new ConnectionFactory
        {
            Uri = new Uri(configuration.GetConnectionString("rabbitmq")!),
            RequestedConnectionTimeout = ConnectTimeout,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = "error queues",
        };
        try
        {
            return new Broker(await factory.CreateConnectionAsync(ct));
        }
        catch (BrokerUnreachableException)
        {
            throw new RefusedException(Error.Unavailable("broker_unreachable", "The message broker cannot be reached.", RetryAfterSeconds));
        }
    }

    /// <summary>
    /// A channel on which a queue can be read, and the number of its messages; null when there is no such queue. What was read
    /// and not acknowledged is back in the queue when the channel is closed.
    /// </summary>
    public async Task<(IChannel Channel, uint Count)?> OpenAsync(ErrorQueue queue, CancellationToken ct)
    {
        var options = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var channel = await connection.CreateChannelAsync(options, ct);
        try
        {
            return (channel, (await channel.QueueDeclarePassiveAsync(queue.Name, ct)).MessageCount);
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            await channel.DisposeAsync(); // Nothing ever went wrong there, so nobody has made the queue.
            return null;
        }
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
