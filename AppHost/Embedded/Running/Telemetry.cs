namespace Atlas.Embedded.Running;

/// <summary>Where the services send their traces, metrics and logs.</summary>
/// <param name="DashboardEndpoint">The dashboard's OTLP address; null when there is no dashboard.</param>
sealed record Telemetry(string? DashboardEndpoint)
{
    const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    const string Attributes = "OTEL_RESOURCE_ATTRIBUTES";
    const int InstanceIdLength = 8;

    // A developer wants to see what just happened, so everything is sent after a second.
    static readonly string[] Delays = ["OTEL_BSP_SCHEDULE_DELAY", "OTEL_BLRP_SCHEDULE_DELAY", "OTEL_METRIC_EXPORT_INTERVAL"];
    const string DelayMilliseconds = "1000";

    /// <summary>Adds what the OpenTelemetry SDK of one service reads; what our own environment sets already stays as it is.</summary>
    public void AddTo(Dictionary<string, string> variables, string service)
    {
        variables["OTEL_SERVICE_NAME"] = service;
        var instance = $"service.instance.id={Guid.NewGuid().ToString("N")[..InstanceIdLength]}";
        variables[Attributes] = Own(Attributes) is { Length: > 0 } own ? $"{own},{instance}" : instance;

        foreach (var delay in Delays)
            if (Own(delay) is null) variables[delay] = DelayMilliseconds;

        if (Own(Endpoint) is not null || DashboardEndpoint is null) return;
        variables[Endpoint] = DashboardEndpoint;
        variables[Protocol] = "grpc";
    }

    static string? Own(string name) => Environment.GetEnvironmentVariable(name);
}
