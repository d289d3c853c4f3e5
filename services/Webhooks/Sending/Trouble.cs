using Atlas.Persistence.Tenancy;
using Atlas.Webhooks.Endpoints;
using Atlas.Webhooks.Events;
using Atlas.Webhooks.Events.Data;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Sending;

/// <summary>
/// Speaks up when an endpoint fails: three warnings, then it is disabled. Silence is what subscribers complain about, so each
/// step is an event for the tenant's other endpoints.
/// </summary>
sealed class Trouble(IServiceScopeFactory scopes, WebhookSettings settings, TimeProvider time)
{
    const int MinFailedAttempts = 20;

    // Shares of the time until it is disabled: 1, 24 and 96 hours of the usual 5 days.
    static readonly double[] WarnAfter = [1.0 / 120, 24.0 / 120, 96.0 / 120];

    /// <summary>True when something has to be said or done about a lane in this state.</summary>
    public bool IsDue(LaneState lane) => lane.FailingSince is { } since
        && (WarningsDue(since) > lane.Warnings || MustBeDisabled(since, lane.FailedAttempts));

    /// <summary>Says and does it, once, whichever instance comes first.</summary>
    public Task AttendAsync(LaneKey key, CancellationToken ct) => WithEndpointAsync(key, async (db, log, endpoint, lane) =>
    {
        if (lane.FailingSince is not { } since) return;
        var warnings = WarningsDue(since);
        if (warnings > lane.Warnings)
        {
            lane.Warnings = warnings;
            await TellAsync(log, EventTypes.EndpointFailing, endpoint, lane, null, ct);
        }

        if (MustBeDisabled(since, lane.FailedAttempts)) await DisableAsync(db, log, endpoint, lane, Endpoint.DisabledAsFailing, ct);
    }, ct);

    /// <summary>The receiver said that it is no more.</summary>
    public Task DisableAsGoneAsync(LaneKey key, CancellationToken ct) => WithEndpointAsync(key, (db, log, endpoint, lane) =>
        DisableAsync(db, log, endpoint, lane, Endpoint.DisabledAsGone, ct), ct);

    /// <summary>An event could not be delivered where order is kept, so what follows of its key waits.</summary>
    public Task TellOfParkedKeyAsync(ClaimedDelivery delivery, CancellationToken ct) =>
        WithEndpointAsync(delivery.Lane, (_, log, endpoint, _) => log.RecordAsync(new EventToTell(
            EventTypes.EndpointKeyParked, endpoint.Id.ToString(), endpoint.Id.ToString(), PathOf(endpoint), time.GetUtcNow(),
            new KeyParkedData(endpoint.Id, endpoint.Url, delivery.OrderingKey, delivery.Id, delivery.EventId)), ct), ct);

    async Task DisableAsync(WebhooksDb db, EventLog log, Endpoint endpoint, Lane lane, string reason, CancellationToken ct)
    {
        if (!endpoint.Enabled) return;
        endpoint.Disable(reason, time.GetUtcNow());
        endpoint.UpdatedAt = time.GetUtcNow();
        endpoint.Version++;
        await db.SaveChangesAsync(ct);
        await TellAsync(log, EventTypes.EndpointDisabled, endpoint, lane, reason, ct);
    }

    // Not for the endpoint itself: it would be one more thing that it does not take.
    Task TellAsync(EventLog log, string type, Endpoint endpoint, Lane lane, string? reason, CancellationToken ct) => log.RecordAsync(
        new EventToTell(type, endpoint.Id.ToString(), endpoint.Id.ToString(), PathOf(endpoint), time.GetUtcNow(),
            new EndpointTroubleData(endpoint.Id, endpoint.Url, reason, lane.FailingSince, lane.FailedAttempts)), ct, notFor: endpoint.Id);

    async Task WithEndpointAsync(LaneKey key, Func<WebhooksDb, EventLog, Endpoint, Lane, Task> act, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(key.TenantId);
        var db = scope.ServiceProvider.GetRequiredService<WebhooksDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var lane = await db.Lanes.FromSql($"select * from lanes where tenant_id = {key.TenantId} and endpoint_id = {key.EndpointId} for update")
            .FirstOrDefaultAsync(ct);
        var endpoint = await db.Endpoints.FirstOrDefaultAsync(e => e.Id == key.EndpointId, ct);
        if (lane is null || endpoint is null) return; // Deleted meanwhile.
        await act(db, scope.ServiceProvider.GetRequiredService<EventLog>(), endpoint, lane);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    int WarningsDue(DateTimeOffset since) => WarnAfter.Count(share => time.GetUtcNow() - since >= settings.DisableAfter * share);

    bool MustBeDisabled(DateTimeOffset since, int failedAttempts) =>
        failedAttempts >= MinFailedAttempts && time.GetUtcNow() - since >= settings.DisableAfter;

    static string PathOf(Endpoint endpoint) => $"/v1/webhooks/endpoints/{endpoint.Id}";
}
