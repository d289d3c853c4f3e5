using System.Globalization;
using System.Text.Json;
using Atlas.Gateway.Proxy;
using Atlas.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Atlas.Gateway.Wellness;

/// <summary>How one part of the system is.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Matters">Whether the whole is unhealthy without it.</param>
/// <param name="Reason">Why it is not healthy; null when it is.</param>
public sealed record PartHealth(string Service, string Status, bool Matters, string? Reason);

/// <summary>Asks every service how it is, at most once a second, however often the gateway is asked.</summary>
sealed class SystemHealth : IDisposable
{
    /// <summary>The services behind the gateway.</summary>
    public static readonly string[] Services = ["catalog", "inventory", "procurement", "sales", "production", "orders", "webhooks"];

    static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    readonly IConfiguration configuration;
    readonly HealthCheckService own;
    readonly TimeProvider time;
    readonly ILogger<SystemHealth> log;
    readonly string[] matter;
    readonly Lock asking = new();

    // Without a propagator there is no span per probe; see Untraced.
    readonly HttpClient http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null, UseProxy = false, ConnectTimeout = Timeout })
    {
        Timeout = Timeout,
    };

    Task<IReadOnlyList<PartHealth>> answer = Task.FromResult<IReadOnlyList<PartHealth>>([]);
    long askedAt;
    bool wasAsked;
    string lastSaid = "";

    public SystemHealth(IConfiguration configuration, HealthCheckService own, TimeProvider time, ILogger<SystemHealth> log)
    {
        (this.configuration, this.own, this.time, this.log) = (configuration, own, time, log);
        matter = configuration.GetSection("Atlas:Health:Required").Get<string[]>() ?? Services;
    }

    /// <summary>How the parts are, the gateway first. At most a second old.</summary>
    public Task<IReadOnlyList<PartHealth>> AskAsync()
    {
        lock (asking)
        {
            var isDue = !wasAsked || (answer.IsCompleted && time.GetElapsedTime(askedAt) >= BelievedFor);
            if (!isDue) return answer;
            (wasAsked, askedAt) = (true, time.GetTimestamp());
            return answer = AskAllAsync();
        }
    }

    /// <summary>True when everything that matters works.</summary>
    public static bool IsHealthy(IReadOnlyList<PartHealth> parts) => !parts.Any(part => part is { Matters: true, Status: "unhealthy" });

    async Task<IReadOnlyList<PartHealth>> AskAllAsync()
    {
        var parts = await Task.WhenAll([AskSelfAsync(), .. Services.Select(AskAsync)]);
        var said = string.Join("; ", parts.Where(part => part.Status != "healthy").Select(part => $"{part.Service} is {part.Status}: {part.Reason}"));
        if (said != lastSaid) log.Log(said.Length == 0 ? LogLevel.Information : LogLevel.Warning, "Health: {Health}", said.Length == 0 ? "all well" : said);
        lastSaid = said;
        return parts;
    }

    async Task<PartHealth> AskSelfAsync()
    {
        var report = await own.CheckHealthAsync(check => check.Tags.Contains(Health.Ready));
        return new("gateway", report.Status.ToString().ToLowerInvariant(), Matters: true,
            report.Status == HealthStatus.Healthy ? null : string.Join(", ", report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy).Select(e => e.Key)));
    }

    async Task<PartHealth> AskAsync(string service)
    {
        var matters = matter.Contains(service);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(Destinations.Of(service, configuration)[0]), "/health"));
            request.Headers.TryAddWithoutValidation("traceparent", Untraced.NewTraceParent());
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            var status = StatusIn(body) ?? (response.IsSuccessStatusCode ? "healthy" : "unhealthy");
            if (!response.IsSuccessStatusCode) status = "unhealthy";
            return new(service, status, matters, status == "healthy" ? null : string.Create(CultureInfo.InvariantCulture, $"it answers {(int)response.StatusCode}"));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return new(service, "unhealthy", matters, exception is OperationCanceledException ? "it does not answer in time" : exception.GetBaseException().Message);
        }
    }

    static string? StatusIn(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("status", out var status) &&
                status.ValueKind == JsonValueKind.String ? status.GetString() : null;
        }
        catch (JsonException)
        {
            return null; // A service that answers in plain text is judged by its status code.
        }
    }

    public void Dispose() => http.Dispose();
}
