using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.ApiKeys;

static class GetApiKey
{
    /// <summary>Shows a key, without its secret.</summary>
    public static async Task<IResult> Handle(Guid keyId, GatewayDb db, TimeProvider time, CancellationToken ct) =>
        await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == keyId, ct) is { } key
            ? Reply.Ok(ApiKeyView.From(key, time.GetUtcNow()))
            : Error.NotFound("API key", keyId.ToString());
}
