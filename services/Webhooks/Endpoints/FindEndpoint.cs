using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

static class FindEndpoint
{
    /// <summary>The endpoint with its lane; null when there is none of this id, or when it is somebody else's.</summary>
    public static async Task<(Endpoint Endpoint, Lane Lane)?> FindEndpointAsync(this WebhooksDb db, string id, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var endpointId)) return null;
        var endpoint = await db.Endpoints.FirstOrDefaultAsync(e => e.Id == endpointId, ct);
        return endpoint is null ? null : (endpoint, await db.Lanes.FirstAsync(l => l.EndpointId == endpointId, ct));
    }
}
