using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Endpoints;

static class GetEndpoint
{
    /// <summary>Shows one endpoint.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, WebhooksDb db, CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not { } found) return Error.NotFound("Endpoint", id);
        http.SetETag(found.Endpoint.Version);
        return Reply.Ok(EndpointView.From(found.Endpoint, found.Lane));
    }
}
