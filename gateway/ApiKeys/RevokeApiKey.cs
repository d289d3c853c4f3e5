using Atlas.Gateway.Audit;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.ApiKeys;

static class RevokeApiKey
{
    /// <summary>Ends a key, at every gateway within 5 seconds. Doing it again changes nothing.</summary>
    public static async Task<IResult> Handle(Guid keyId, GatewayDb db, HttpContext http, TimeProvider time, CancellationToken ct)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == keyId, ct);
        if (key is null) return Error.NotFound("API key", keyId.ToString());

        var now = time.GetUtcNow();
        var before = ApiKeyView.From(key, now);
        if (key.Revoke(now))
        {
            db.Audit.Add(AuditEntry.Of(http, "api_key.revoked", key.Id, before, ApiKeyView.From(key, now), now));
            await db.SaveChangesAsync(ct);
            DoubtChangedKey.AfterCommit(http, key.KeyId);
        }

        return Reply.Ok(ApiKeyView.From(key, now));
    }
}
