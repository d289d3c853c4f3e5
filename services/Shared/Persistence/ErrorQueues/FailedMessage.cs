using System.Globalization;
using System.Text;
using System.Text.Json;
using Atlas.Persistence.Outbox;
using RabbitMQ.Client;

namespace Atlas.Persistence.ErrorQueues;

/// <summary>Reads from a delivery what names the message and what went wrong with it.</summary>
static class FailedMessage
{
    const string TypePrefix = "urn:message:";

    public static FailedMessageView Describe(BasicGetResult delivery)
    {
        using var envelope = Parse(delivery.Body);
        var body = envelope?.RootElement;
        var headers = delivery.BasicProperties.Headers;
        return new FailedMessageView(
            IdOf(delivery, body),
            Text(FirstOf(Field(body, "messageType")))?.Replace(TypePrefix, ""),
            Text(Field(Field(body, "headers"), AtlasHeaders.Tenant)),
            Text(Field(Field(body, "headers"), AtlasHeaders.AggregateId)),
            Header(headers, "MT-Fault-Message") ?? Header(headers, "x-first-death-reason") ?? Header(headers, "MT-Reason"),
            TimeOf(headers));
    }

    /// <summary>The id by which the inbox knows the message.</summary>
    public static Guid? IdOf(BasicGetResult delivery)
    {
        using var envelope = Parse(delivery.Body);
        return IdOf(delivery, envelope?.RootElement);
    }

    /// <summary>Properties for another try: all as they were, without what was noted when it went wrong.</summary>
    public static BasicProperties PropertiesForRedrive(BasicGetResult delivery)
    {
        var properties = new BasicProperties(delivery.BasicProperties);
        properties.Headers = properties.Headers?
            .Where(header => !header.Key.StartsWith("MT-Fault-") && !header.Key.StartsWith("x-") && header.Key != "MT-Reason")
            .ToDictionary();
        return properties;
    }

    static Guid? IdOf(BasicGetResult delivery, JsonElement? body) =>
        Guid.TryParse(Text(Field(body, "messageId")) ?? delivery.BasicProperties.MessageId, out var id) ? id : null;

    static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null; // That may be what is wrong with it.
        }
    }

    static JsonElement? Field(JsonElement? json, string name) =>
        json is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;

    static JsonElement? FirstOf(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() > 0 ? array[0] : null;

    static string? Text(JsonElement? json) => json is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    static string? Header(IDictionary<string, object?>? headers, string name) =>
        headers?.TryGetValue(name, out var value) is not true ? null : value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : value?.ToString();

    static DateTimeOffset? TimeOf(IDictionary<string, object?>? headers)
    {
        if (DateTimeOffset.TryParse(Header(headers, "MT-Fault-Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return time;
        return headers?.TryGetValue("x-death", out var deaths) is true && deaths is List<object> { Count: > 0 } list
            && list[0] is Dictionary<string, object> death && death.TryGetValue("time", out var at) && at is AmqpTimestamp stamp
            ? DateTimeOffset.FromUnixTimeSeconds(stamp.UnixTime)
            : null;
    }
}
