using System.Text.Json;

namespace Atlas.Persistence;

/// <summary>How messages are written down between services: plain camelCase JSON, exact to the tick.</summary>
static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);
}
