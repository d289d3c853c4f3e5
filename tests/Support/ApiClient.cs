using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Atlas.Support;

/// <summary>Speaks HTTP as an integrator does: a base address, a Bearer key, JSON out and in.</summary>
public sealed class ApiClient : IDisposable
{
    // No test asserts how long an answer takes; a busy machine may need this long for a thousand requests at once.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly HttpClient http;
    readonly Func<(string Name, string Value)>? identify;

    /// <param name="url">The gateway's address, or a service's.</param>
    /// <param name="bearer">The API key; null sends none.</param>
    /// <param name="headers">Sent with every request.</param>
    public ApiClient(string url, string? bearer = null, params IReadOnlyList<(string Name, string Value)> headers)
    {
        // Who asks before sending a body waits for the answer, however late it comes, and does not start to send meanwhile.
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = Patience })
        {
            BaseAddress = new Uri(url),
            Timeout = Patience,
        };
        if (bearer is not null) http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        foreach (var (name, value) in headers) http.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
    }

    /// <summary>A client whose identity is made anew for every request.</summary>
    internal ApiClient(string url, Func<(string Name, string Value)> identify) : this(url) => this.identify = identify;

    public Task<Answer> GetAsync(string path, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Get, path, null, headers);

    public Task<Answer> PostAsync(string path, object? body = null, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Post, path, body, headers);

    public Task<Answer> PatchAsync(string path, object? body, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Patch, path, body, headers);

    public Task<Answer> PutAsync(string path, object? body, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Put, path, body, headers);

    public Task<Answer> DeleteAsync(string path, params IReadOnlyList<(string Name, string Value)> headers) =>
        SendAsync(HttpMethod.Delete, path, null, headers);

    /// <summary>Sends one request.</summary>
    /// <param name="body">
    /// A string is sent as it is, as JSON; an <see cref="HttpContent"/> likewise with its own type; anything else is written as
    /// JSON with its property names unchanged.
    /// </param>
    /// <param name="headers">Sent as they are, however wrong.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, object? body = null, params IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in identify is null ? headers : [identify(), .. headers])
        {
            request.Headers.Remove(name); // The last one counts, for example another key than the client's own.
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await http.SendAsync(request);
        return new Answer($"{method} {path}", reply, await reply.Content.ReadAsByteArrayAsync());
    }

    public void Dispose() => http.Dispose();
}
