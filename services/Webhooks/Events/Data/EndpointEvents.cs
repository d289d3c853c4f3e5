using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>endpoint.failing</c> and <c>endpoint.disabled</c>.</summary>
/// <param name="Reason">Why it was disabled: <c>failing</c> or <c>gone</c>; null while it is only failing.</param>
/// <param name="FailingSince">Since when nothing has succeeded; null when that is not the reason.</param>
/// <param name="FailedAttempts">How many attempts failed since then.</param>
[SnakeCase]
public sealed record EndpointTroubleData(
    Guid EndpointId, string Url, string? Reason, DateTimeOffset? FailingSince, int FailedAttempts);

/// <summary>Data of <c>endpoint.key_parked</c>: later events of this key wait until the delivery is retried by hand and succeeds.</summary>
[SnakeCase]
public sealed record KeyParkedData(Guid EndpointId, string Url, string OrderingKey, Guid DeliveryId, string EventId);

/// <summary>Data of <c>webhook.test</c>.</summary>
[SnakeCase]
public sealed record TestData(Guid EndpointId, string Message);
