using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Secrecy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

/// <summary>A new address for events.</summary>
/// <param name="Url">https, public, on port 443, 8443 or 80.</param>
/// <param name="EventTypes">The types it wants; none means all.</param>
/// <param name="Enabled">False: nothing is sent until it is enabled.</param>
/// <param name="StaticHeaders">Sent with every delivery; never shown again.</param>
/// <param name="Ordering"><c>none</c>, or <c>key</c>: the events of a key come one after another.</param>
/// <param name="Payload"><c>full</c>, or <c>thin</c>: only id and address of what changed.</param>
/// <param name="RatePerSecond">At most so many deliveries a second, 1 to 1,000; no limit when absent.</param>
/// <param name="BearerToken">Sent as <c>Authorization: Bearer …</c>; never shown again.</param>
public sealed record CreateEndpointRequest(
    string Url, string? Description, IReadOnlyList<string> EventTypes, bool Enabled, IReadOnlyDictionary<string, string> StaticHeaders,
    string Ordering, string Payload, int? RatePerSecond, string? BearerToken) : IReadable<CreateEndpointRequest>
{
    public static CreateEndpointRequest Read(Fields fields) => new(
        EndpointFields.Url(fields), EndpointFields.Description(fields), EndpointFields.EventTypesOf(fields), fields.Boolean("enabled", true),
        EndpointFields.StaticHeaders(fields), EndpointFields.Ordering(fields), EndpointFields.Payload(fields),
        EndpointFields.RatePerSecond(fields), EndpointFields.BearerToken(fields));
}

static class CreateEndpoint
{
    const int MaxEndpoints = 500;

    /// <summary>Adds an endpoint. The answer is the one place besides <c>GET …/secret</c> that shows its secret.</summary>
    public static async Task<IResult> Handle(
        Body<CreateEndpointRequest> body, HttpContext http, WebhooksDb db, UrlCheck urls, Sealer sealer, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        await urls.RefuseIfBlockedAsync(request.Url, ct);
        if (await db.Endpoints.CountAsync(ct) >= MaxEndpoints)
            return Error.Conflict("too_many_endpoints", $"There are {MaxEndpoints} endpoints already. Delete one first.");

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7();
        var endpoint = new Endpoint
        {
            Id = id,
            Url = request.Url,
            Description = request.Description,
            EventTypes = [.. request.EventTypes],
            Ordering = request.Ordering,
            Payload = request.Payload,
            RatePerSecond = request.RatePerSecond,
            KeyId = sealer.KeyId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        endpoint.SetHeaders(request.StaticHeaders, sealer, db.CurrentTenant);
        endpoint.SetBearerToken(request.BearerToken, sealer, db.CurrentTenant);
        if (!request.Enabled) endpoint.Disable(Endpoint.DisabledByHand, now);
        var lane = new Lane { EndpointId = id, Tokens = request.RatePerSecond ?? 0, RefilledAt = now };
        var key = EndpointSecret.NewKey();
        db.Endpoints.Add(endpoint);
        db.Lanes.Add(lane);
        db.Secrets.Add(EndpointSecret.Create(id, key, sealer, db.CurrentTenant, now));
        AuditEntry.Add(db, http, time, "endpoint.created", id.ToString());
        await db.SaveChangesAsync(ct);

        http.ShowsSecret();
        http.SetETag(endpoint.Version);
        return Reply.Created($"/v1/webhooks/endpoints/{id}", new NewEndpointView(endpoint, lane, EndpointSecret.Write(key)));
    }
}
