using System.Net;
using System.Text;
using System.Text.Json;

namespace Atlas.Support;

/// <summary>An HTTP answer, read to its end.</summary>
public sealed class Answer
{
    const int MaxShown = 2_000;

    readonly Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
    readonly string request;
    JsonElement? json;

    internal Answer(string request, HttpResponseMessage reply, byte[] body)
    {
        (this.request, Status, Body) = (request, reply.StatusCode, body);
        foreach (var (name, values) in reply.Headers.Concat(reply.Content.Headers)) headers[name] = string.Join(", ", values);
    }

    public HttpStatusCode Status { get; }

    /// <summary>The body, byte by byte.</summary>
    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonElement Json => json ??= JsonDocument.Parse(Body).RootElement;

    /// <summary>A header of the answer, or null.</summary>
    public string? Header(string name) => headers.GetValueOrDefault(name);

    /// <summary>Fails, quoting the whole answer, unless the status is this one. Returns the answer.</summary>
    public Answer ShouldBe(HttpStatusCode status) =>
        Status == status ? this : throw new Shouldly.ShouldAssertException($"Expected {(int)status} {status}, but {this}");

    /// <inheritdoc cref="ShouldBe(HttpStatusCode)"/>
    public Answer ShouldBe(int status) => ShouldBe((HttpStatusCode)status);

    /// <summary>
    /// Fails unless this is the documented error: the status, the code, and the shape of the surface that the path belongs to.
    /// </summary>
    public Answer ShouldBeError(int status, string code)
    {
        ShouldBe(status);
        if (IsNested)
            Json.ShouldHaveShape("""{"error":{"code":"string","message":"string","details":[],"request_id":"string"}}""");
        else
            Json.ShouldHaveShape("""{"error":"string","message":"string","status":"integer","code":"string","details":[],"requestId":"string"}""");
        var found = Json.At(IsNested ? "error.code" : "code").GetString();
        return found == code ? this : throw new Shouldly.ShouldAssertException($"Expected the error code {code}, but {this}");
    }

    /// <summary>Fails unless this refuses an action in a state, and says which actions are possible there.</summary>
    public Answer ShouldBeInvalidTransition(string from, string action, params IReadOnlyList<string> allowed)
    {
        ShouldBeError(409, "invalid_transition");
        var meta = Json.At(IsNested ? "error.details[0].meta" : "details[0].meta");
        var said = (meta.TextAt("from"), meta.TextAt("action"), string.Join(',', meta.At("allowed").EnumerateArray()));
        var expected = (from, action, string.Join(',', allowed));
        return said == expected ? this : throw new Shouldly.ShouldAssertException($"Expected {expected} to be refused, but {this}");
    }

    // Errors of the two surfaces have different shapes.
    bool IsNested => request.Contains(" /api", StringComparison.Ordinal) || request.Contains(" /portal", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Short(request)} answered {(int)Status} {Status}: {(Body.Length == 0 ? "(no body)" : Short(Text))}";

    static string Short(string text) => text.Length <= MaxShown ? text : text[..MaxShown] + "…";
}
