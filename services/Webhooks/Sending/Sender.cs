using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atlas.Webhooks.Secrecy;

namespace Atlas.Webhooks.Sending;

/// <summary>Makes one attempt: signs, sends, reads the answer within its bounds. Never throws for what the receiver does.</summary>
sealed class Sender : IDisposable
{
    const int MaxResponseBytes = 64 * 1024;
    const int MaxSnippetBytes = 4 * 1024;
    const int MaxHeadChars = 2 * 1024;
    const int MaxHeaderKilobytes = 16;
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);
    static readonly MediaTypeHeaderValue Json = new("application/json");

    readonly HttpMessageInvoker http;
    readonly Sealer sealer;
    readonly TimeSpan timeout;
    readonly TimeProvider time;

    public Sender(WebhookSettings settings, AddressWall wall, Sealer sealer, TimeProvider time)
    {
        (this.sealer, this.time, timeout) = (sealer, time, settings.Timeout);
        http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = wall.ConnectAsync,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        });
    }

    /// <summary>Sends a delivery once.</summary>
    /// <param name="delivery">What to send, and where.</param>
    /// <param name="stopping">This process ends: the attempt is broken off.</param>
    public async Task<AttemptResult> SendAsync(ClaimedDelivery delivery, CancellationToken stopping)
    {
        var at = time.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        // One deadline for all of it: a receiver that drips its answer is as late as one that never answers.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(timeout);
        try
        {
            using var request = Write(delivery, at);
            using var response = await http.SendAsync(request, deadline.Token);
            var snippet = await ReadAsync(response, deadline.Token);
            return new AttemptResult(at, Stopwatch.GetElapsedTime(started), (int)response.StatusCode,
                response.IsSuccessStatusCode ? null : AttemptError.Status)
            {
                ResponseHead = HeadOf(response),
                ResponseSnippet = snippet,
                RetryAfter = RetryAfterOf(response, at),
            };
        }
        catch (Exception exception)
        {
            var error = stopping.IsCancellationRequested ? AttemptError.Interrupted : Classify(exception, deadline.IsCancellationRequested);
            return new AttemptResult(at, Stopwatch.GetElapsedTime(started), null, error);
        }
    }

    HttpRequestMessage Write(ClaimedDelivery delivery, DateTimeOffset at)
    {
        var (tenant, endpoint) = (delivery.TenantId, delivery.EndpointId);
        var timestamp = at.ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url)
        {
            Content = new ByteArrayContent(delivery.Body) { Headers = { ContentType = Json } },
        };
        var headers = request.Headers;
        if (delivery.SealedHeaders is { } sealedHeaders)
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(sealer.Open(sealedHeaders, tenant, endpoint))!)
                headers.TryAddWithoutValidation(name, value);
        headers.Add("webhook-id", delivery.EventId);
        headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        headers.Add("webhook-signature", Signature.Of(delivery.EventId, timestamp, delivery.Body,
            delivery.SealedSecrets.Select(secret => sealer.Open(secret, tenant, endpoint))));
        headers.Add("user-agent", "Atlas-Webhooks/1");
        if (delivery.SealedBearerToken is { } token)
            headers.TryAddWithoutValidation("authorization", $"Bearer {sealer.OpenText(token, tenant, endpoint)}");
        return request;
    }

    // Reads so far that a decent answer leaves its connection reusable, and keeps the beginning for the log.
    static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MaxSnippetBytes];
        var kept = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        var snippet = Encoding.UTF8.GetString(buffer, 0, kept).Replace('\0', '\uFFFD'); // PostgreSQL stores no NUL.
        var total = kept;
        for (var read = kept; read > 0 && total < MaxResponseBytes; total += read)
            read = await body.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, MaxResponseBytes - total)), ct);
        return snippet;
    }

    static string HeadOf(HttpResponseMessage response)
    {
        var head = new StringBuilder($"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            if (!name.Equals("set-cookie", StringComparison.OrdinalIgnoreCase))
                head.Append(CultureInfo.InvariantCulture, $"\n{name}: {values}");
        return (head.Length > MaxHeadChars ? head.ToString(0, MaxHeadChars) : head.ToString()).Replace('\0', '\uFFFD');
    }

    static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? asked?.Date - now;
        return wait is null ? null : TimeSpan.FromTicks(Math.Clamp(wait.Value.Ticks, 0, MaxRetryAfter.Ticks));
    }

    static string Classify(Exception exception, bool isLate)
    {
        var isConnecting = false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case BlockedAddressException:
                    return AttemptError.BlockedAddress;
                case CryptographicException:
                    return AttemptError.Secret;
                case AuthenticationException:
                    return AttemptError.Tls;
                case TimeoutException:
                    return AttemptError.Timeout;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return AttemptError.Dns;
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return AttemptError.Tls;
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }:
                    isConnecting = true;
                    break;
            }
        }

        return isLate || exception is OperationCanceledException ? AttemptError.Timeout
            : isConnecting ? AttemptError.Connect : AttemptError.Response;
    }

    public void Dispose() => http.Dispose();
}
