using System.Text;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using RabbitMQ.Client;

namespace Atlas.Persistence.Tests;

/// <summary>A <see cref="TallyRaised"/> put straight into the consumer's queue, as often as a test likes.</summary>
sealed record SentMessage(string TallyId, string Name, Guid MessageId)
{
    public static SentMessage Raised(string name) => new($"tly-{Guid.NewGuid():n}", name, Guid.CreateVersion7());

    /// <summary>As MassTransit writes it: what it needs of a message is in the body.</summary>
    public string Body(string tenant = TestGateway.Tenant) => $$$"""
        {"messageId":"{{{MessageId}}}","messageType":["urn:message:{{{typeof(TallyRaised).Namespace}}}:TallyRaised"],
         "message":{"tallyId":"{{{TallyId}}}","name":"{{{Name}}}","by":1,"version":1},
         "headers":{"Atlas-Tenant":{{{(tenant.Length == 0 ? "null" : $"\"{tenant}\"")}}}}}
        """;
}

static class Sending
{
    public static async Task SendAsync(this TallyService service, params SentMessage[] messages)
    {
        foreach (var message in messages) await service.SendRawAsync(message.Body());
    }

    public static Task SendRawAsync(this TallyService service, string body) => service.SendToAsync("write-entry", body);

    /// <summary>Puts many into one of the service's queues at once.</summary>
    public static Task SendToAsync(this TallyService service, string queue, params IEnumerable<string> bodies) => service.OnBrokerAsync(async channel =>
    {
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };
        await Task.WhenAll(bodies.Select(body =>
            channel.BasicPublishAsync("", service.QueueOf(queue), mandatory: true, properties, Encoding.UTF8.GetBytes(body)).AsTask()));
        return true;
    });
}
