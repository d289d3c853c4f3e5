using System.Text.Json;
using System.Text.Json.Serialization;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events;

/// <summary>What a subscriber receives.</summary>
/// <param name="Id">The same as the header <c>webhook-id</c>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="Sequence">Counts the events of one <paramref name="OrderingKey"/> without a gap.</param>
[SnakeCase]
public sealed record EventBody<T>(
    string Id, string Type, DateTimeOffset Timestamp, long Sequence, string OrderingKey, int SchemaVersion, T Data)
{
    /// <summary>True when the data was too large and only says where to read it; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Truncated { get; init; }
}

/// <summary>Where the thing can be read that an event is about: the data of thin events, and of those that would be too large.</summary>
[SnakeCase]
public sealed record EventLink(string Id, string Url);

static class EventBodies
{
    public const int MaxBytes = 64 * 1024;
    const int SchemaVersion = 1;

    /// <summary>Writes the body once; these bytes are signed and sent from now on.</summary>
    public static (byte[] Full, byte[] Thin) Write(string id, long sequence, EventToTell happened, string publicUrl)
    {
        var link = new EventLink(happened.ResourceId, publicUrl + happened.Path);
        var full = Serialize(new EventBody<object>(
            id, happened.Type, happened.OccurredAt, sequence, happened.OrderingKey, SchemaVersion, happened.Data));
        var thin = new EventBody<EventLink>(id, happened.Type, happened.OccurredAt, sequence, happened.OrderingKey, SchemaVersion, link);
        return (full.Length <= MaxBytes ? full : Serialize(thin with { Truncated = true }), Serialize(thin));
    }

    static byte[] Serialize<T>(EventBody<T> body) => JsonSerializer.SerializeToUtf8Bytes(body, Wire.Json);
}
