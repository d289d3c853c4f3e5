using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atlas.ServiceDefaults;

/// <summary>A request that can be read from JSON, field by field, so that everything wrong with it is said at once.</summary>
public interface IReadable<TSelf> where TSelf : IReadable<TSelf>
{
    /// <summary>Reads the request. Whatever is wrong is noted in <paramref name="fields"/>; the value is then not used.</summary>
    static abstract TSelf Read(Fields fields);

    /// <summary>True when a request may come without a body, which then says the same as <c>{}</c>.</summary>
    static virtual bool MayBeAbsent => false;
}

/// <summary>The body of a request, read and checked before the handler runs.</summary>
/// <remarks>
/// 400 <c>invalid_json</c> when it is no JSON object; 400 (on <c>/v1</c> 415) when it is not sent as JSON; 422 (on <c>/v1</c> 400)
/// with a detail per field when fields are wrong. Unknown fields are ignored unless the request asks for strictness by
/// <c>Atlas-Strict: true</c> or <c>?strict=true</c>.
/// </remarks>
public sealed class Body<T> : IEndpointParameterMetadataProvider where T : IReadable<T>
{
    readonly T value;
    readonly Error? wrong;

    Body(T value, Error? wrong) => (this.value, this.wrong) = (value, wrong);

    /// <summary>
    /// The request. Wrong fields are refused when it is first asked for, so that a handler can look for what the address names
    /// before: 404 comes before 422.
    /// </summary>
    /// <exception cref="RefusedException">With one detail per wrong field.</exception>
    public T Value => wrong is null ? value : throw new RefusedException(wrong);

    /// <summary>Called by the framework to bind the parameter.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext http, ParameterInfo _)
    {
        using var json = await Bodies.ReadObjectAsync(http, T.MayBeAbsent);
        var fields = new Fields(json.RootElement, IsStrict(http.Request));
        var value = T.Read(fields);
        return new Body<T>(value, fields.Refusal());
    }

    /// <summary>Called by the framework to describe the parameter.</summary>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), T.MayBeAbsent));

    static bool IsStrict(HttpRequest request) =>
        request.Headers["Atlas-Strict"] == "true" || request.Query["strict"] == "true";
}

/// <summary>A file that is sent as the whole body of a request, of whatever type.</summary>
public sealed record FileBody(string ContentType, byte[] Content)
{
    /// <summary>Called by the framework to bind the parameter.</summary>
    public static async ValueTask<FileBody?> BindAsync(HttpContext http, ParameterInfo _) =>
        new(http.Request.ContentType?.Split(';')[0].Trim() ?? "", await Bodies.RawAsync(http));
}

/// <summary>Reads bodies once: for the handler, and for the fingerprint that goes with an idempotency key.</summary>
public static class Bodies
{
    const int MaxDepth = 32;

    /// <summary>SHA-256 of the body as it was sent; of nothing when the route reads none.</summary>
    public static byte[] Fingerprint(HttpContext http) => SHA256.HashData(http.Features.Get<RawBody>()?.Bytes ?? []);

    internal static async Task<JsonDocument> ReadObjectAsync(HttpContext http, bool mayBeAbsent)
    {
        if (!http.Request.HasJsonContentType() && http.Request.ContentLength is not (null or 0))
            throw new RefusedException(Error.NotJson(http.Request.Path));

        var raw = await RawAsync(http);
        return raw.Length == 0 && mayBeAbsent ? JsonDocument.Parse("{}") : ParseObject(raw);
    }

    /// <summary>Reads a JSON object as requests are read.</summary>
    /// <exception cref="RefusedException">400 <c>invalid_json</c>.</exception>
    public static JsonDocument ParseObject(byte[] raw)
    {
        JsonDocument json;
        try
        {
            if (!Utf8.IsValid(raw) || HoldsHalfCharacters(raw))
                throw new RefusedException(Error.BadRequest("invalid_json", "The body holds bytes or escapes that are no text."));
            json = JsonDocument.Parse(raw, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException exception)
        {
            throw new RefusedException(Error.BadRequest("invalid_json", exception.LineNumber is { } line
                ? $"The body is not valid JSON (line {line + 1}, byte {exception.BytePositionInLine})."
                : "The body is not valid JSON."));
        }

        if (json.RootElement.ValueKind == JsonValueKind.Object) return json;
        json.Dispose();
        throw new RefusedException(Error.BadRequest("invalid_json", "The body must be a JSON object."));
    }

    // "\ud800" is half of a character: the grammar of JSON allows it, and nothing can store it.
    static bool HoldsHalfCharacters(byte[] raw)
    {
        if (!raw.AsSpan().Contains((byte)'\\')) return false;
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }

        return false;
    }

    internal static async ValueTask<byte[]> RawAsync(HttpContext http)
    {
        if (http.Features.Get<RawBody>() is { } read) return read.Bytes;
        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        var body = new RawBody(buffer.ToArray());
        http.Features.Set(body);
        return body.Bytes;
    }

    sealed record RawBody(byte[] Bytes);
}
