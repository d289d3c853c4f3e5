using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Deliveries;
using Atlas.Webhooks.Secrecy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

/// <summary>What to change about an endpoint; what is absent stays. Fields as when it is created.</summary>
public sealed record UpdateEndpointRequest(
    string? Url, string? Description, IReadOnlyList<string>? EventTypes, bool? Enabled, IReadOnlyDictionary<string, string>? StaticHeaders,
    string? Ordering, string? Payload, int? RatePerSecond, string? BearerToken) : IReadable<UpdateEndpointRequest>
{
    internal bool SetsDescription { get; private init; }
    internal bool SetsRate { get; private init; }
    internal bool SetsBearerToken { get; private init; }

    public static UpdateEndpointRequest Read(Fields fields) => new(
        fields.Has("url") ? EndpointFields.Url(fields) : null,
        EndpointFields.Description(fields),
        fields.Has("eventTypes") ? EndpointFields.EventTypesOf(fields) : null,
        fields.Has("enabled") ? fields.Boolean("enabled", true) : null,
        fields.Has("staticHeaders") ? EndpointFields.StaticHeaders(fields) : null,
        fields.Has("ordering") ? EndpointFields.Ordering(fields) : null,
        fields.Has("payload") ? EndpointFields.Payload(fields) : null,
        EndpointFields.RatePerSecond(fields), EndpointFields.BearerToken(fields))
    {
        SetsDescription = fields.Has("description"),
        SetsRate = fields.Has("ratePerSecond"),
        SetsBearerToken = fields.Has("bearerToken"),
    };
}

static class UpdateEndpoint
{
    /// <summary>Changes an endpoint; fields that are absent stay as they are. Static headers are replaced as a whole.</summary>
    public static async Task<IResult> Handle(
        string id, Body<UpdateEndpointRequest> body, HttpContext http, WebhooksDb db, UrlCheck urls, Sealer sealer, TimeProvider time,
        CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not var (endpoint, lane)) return Error.NotFound("Endpoint", id);
        http.CheckIfMatch(endpoint.Version);
        var request = body.Value;
        if (request.Url is not null) await urls.RefuseIfBlockedAsync(request.Url, ct);

        var now = time.GetUtcNow();
        var kept = endpoint.Ordering;
        endpoint.Url = request.Url ?? endpoint.Url;
        endpoint.EventTypes = request.EventTypes is { } types ? [.. types] : endpoint.EventTypes;
        endpoint.Ordering = request.Ordering ?? endpoint.Ordering;
        endpoint.Payload = request.Payload ?? endpoint.Payload;
        if (request.SetsDescription) endpoint.Description = request.Description;
        if (request.SetsRate) (endpoint.RatePerSecond, lane.Tokens, lane.RefilledAt) = (request.RatePerSecond, request.RatePerSecond ?? 0, now);
        if (request.StaticHeaders is { } headers) endpoint.SetHeaders(headers, sealer, db.CurrentTenant);
        if (request.SetsBearerToken) endpoint.SetBearerToken(request.BearerToken, sealer, db.CurrentTenant);
        if (request.Enabled == false) endpoint.Disable(Endpoint.DisabledByHand, now);
        if (request.Enabled == true && !endpoint.Enabled)
        {
            endpoint.Enable();
            lane.StartOver();
            db.WakeAfterCommit(endpoint.Id);
        }

        endpoint.UpdatedAt = now;
        endpoint.Version++;
        AuditEntry.Add(db, http, time, "endpoint.updated", endpoint.Id.ToString());
        await db.SaveChangesAsync(ct);
        if (kept == Endpoint.OrderingByKey && endpoint.Ordering == Endpoint.OrderingNone) await LetGoAsync(db, endpoint.Id, await db.NowAsync(ct), ct);
        http.SetETag(endpoint.Version);
        return Reply.Ok(EndpointView.From(endpoint, lane));
    }

    // Nothing waits for its turn any more.
    static async Task LetGoAsync(WebhooksDb db, Guid endpointId, DateTimeOffset now, CancellationToken ct)
    {
        await db.Deliveries.Where(d => d.EndpointId == endpointId && d.Status == Delivery.Pending && d.NextAttemptAt == null)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.NextAttemptAt, now), ct);
        await db.Deliveries.Where(d => d.EndpointId == endpointId && d.ParksKey)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.ParksKey, false), ct);
        db.WakeAfterCommit(endpointId);
    }
}
