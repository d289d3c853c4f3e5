using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

static class DeleteEndpoint
{
    /// <summary>Removes an endpoint and its secrets. Its deliveries stay readable; those still under way are given up.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, WebhooksDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not var (endpoint, lane)) return Error.NotFound("Endpoint", id);
        http.CheckIfMatch(endpoint.Version);
        db.Endpoints.Remove(endpoint);
        db.Lanes.Remove(lane);
        AuditEntry.Add(db, http, time, "endpoint.deleted", endpoint.Id.ToString());
        await db.SaveChangesAsync(ct);
        await db.Secrets.Where(s => s.EndpointId == endpoint.Id).ExecuteDeleteAsync(ct);
        var now = time.GetUtcNow();
        await db.Deliveries.Where(d => d.EndpointId == endpoint.Id && d.Status != Delivery.Delivered && d.Status != Delivery.Dead)
            .ExecuteUpdateAsync(d => d
                .SetProperty(x => x.Status, Delivery.Dead)
                .SetProperty(x => x.LastError, "endpoint_deleted")
                .SetProperty(x => x.NextAttemptAt, (DateTimeOffset?)null)
                .SetProperty(x => x.LeaseToken, (Guid?)null)
                .SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null)
                .SetProperty(x => x.LeaseHolder, (int?)null)
                .SetProperty(x => x.SettledAt, now), ct);
        return TypedResults.NoContent();
    }
}
