using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.ApiKeys;

static class ApiKeyRoutes
{
    public static void MapApiKeys(this WebApplication app)
    {
        var keys = app.MapGroup("/v1/api-keys").WithTags("API keys").WithMetadata(new Callers.NeedsScope("keys:manage"));
        keys.AddEndpointFilter(SecretShownOnce.Around);
        keys.InUnitOfWork<GatewayDb>();

        keys.MapGet("", ListApiKeys.Handle).Produces<Page<ApiKeyView>>().WithList(ListApiKeys.Rules);
        keys.MapPost("", CreateApiKey.Handle).Produces<Envelope<ApiKeyView>>(201);
        keys.MapGet("{keyId:guid}", GetApiKey.Handle).Produces<Envelope<ApiKeyView>>();
        keys.MapPost("{keyId:guid}/rotate", RotateApiKey.Handle).Produces<Envelope<ApiKeyView>>();
        keys.MapDelete("{keyId:guid}", RevokeApiKey.Handle).Produces<Envelope<ApiKeyView>>();
    }
}
