using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Atlas.ServiceDefaults;

/// <summary>Marks a type whose JSON properties are snake_case: everything on the <c>/api</c> surface.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class SnakeCaseAttribute : Attribute;

/// <summary>How values look on the wire, on every surface.</summary>
/// <remarks>
/// Properties are camelCase, or snake_case on types marked <see cref="SnakeCaseAttribute"/>. Times are RFC 3339 in UTC with
/// milliseconds, dates <c>YYYY-MM-DD</c>. Decimals are JSON numbers without trailing zeros and never pass through a double.
/// Null fields are written, so that an answer always has the same shape.
/// </remarks>
public static class Wire
{
    /// <summary>The options that every request, answer and event is read and written with.</summary>
    public static JsonSerializerOptions Json { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies the wire format to <paramref name="options"/>.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new TimestampConverter());
        options.Converters.Add(new DecimalConverter());
        var resolver = new DefaultJsonTypeInfoResolver();
        resolver.Modifiers.Add(NameInSnakeCase);
        options.TypeInfoResolver = resolver;
        return options;
    }

    /// <summary>A time as it is written on the wire, for example <c>2026-05-06T18:42:00.000Z</c>.</summary>
    public static string Timestamp(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    static void NameInSnakeCase(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(SnakeCaseAttribute), inherit: false)) return;
        foreach (var property in type.Properties)
            if (property.AttributeProvider?.IsDefined(typeof(JsonPropertyNameAttribute), inherit: true) != true)
                property.Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
    }

    sealed class TimestampConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Timestamp(value));
    }

    sealed class DecimalConverter : JsonConverter<decimal>
    {
        // Dividing by one with the largest scale drops trailing zeros and changes nothing else.
        const decimal One = 1.0000000000000000000000000000m;

        public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDecimal();

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / One);
    }
}
