using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Atlas.Persistence.Tests.Tallies;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Atlas.Persistence.Tests;

/// <summary>Hears every <see cref="TallyRaised"/> straight from the broker, without MassTransit or an inbox.</summary>
sealed class Listener : IAsyncDisposable
{
    readonly IConnection connection;
    readonly ConcurrentQueue<HeardMessage> messages = new();

    Listener(IConnection connection) => this.connection = connection;

    public IReadOnlyList<HeardMessage> Messages => [.. messages];

    public static async Task<Listener> StartAsync(TallyService service)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(service.BrokerUrl) }.CreateConnectionAsync();
        var listener = new Listener(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, $"{typeof(TallyRaised).Namespace}:{nameof(TallyRaised)}", "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var headers = delivery.BasicProperties.Headers!;
            listener.messages.Enqueue(new HeardMessage(
                Guid.Parse(delivery.BasicProperties.MessageId!),
                Encoding.UTF8.GetString((byte[])headers["Atlas-Aggregate-Id"]!),
                Convert.ToInt64(headers["Atlas-Aggregate-Version"]),
                JsonDocument.Parse(delivery.Body).RootElement.GetProperty("message")));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
        return listener;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

sealed record HeardMessage(Guid MessageId, string AggregateId, long Version, JsonElement Message);
