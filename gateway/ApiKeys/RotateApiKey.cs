using Atlas.Gateway.Audit;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.ApiKeys;

/// <summary>How to change a key's secret. The body may be left out.</summary>
/// <param name="OverlapSeconds">How long the secret of today stays good beside the new one: 0 to 7 days, default a day.</param>
public sealed record RotateApiKeyRequest(int OverlapSeconds) : IReadable<RotateApiKeyRequest>
{
    const int DefaultOverlapSeconds = 24 * 60 * 60;
    const int MaxOverlapSeconds = 7 * DefaultOverlapSeconds;

    public static RotateApiKeyRequest Read(Fields fields) =>
        new((int)(fields.OptionalInteger("overlapSeconds", 0, MaxOverlapSeconds) ?? DefaultOverlapSeconds));

    /// <summary>Called by the framework to bind the parameter.</summary>
    public static async ValueTask<RotateApiKeyRequest?> BindAsync(HttpContext http)
    {
        var hasBody = http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0;
        return hasBody ? (await Body<RotateApiKeyRequest>.BindAsync(http, null!))!.Value : new RotateApiKeyRequest(DefaultOverlapSeconds);
    }
}

static class RotateApiKey
{
    /// <summary>Gives a key a new secret, shown in this answer only. The one before stays good for a while.</summary>
    public static async Task<IResult> Handle(
        Guid keyId, RotateApiKeyRequest request, GatewayDb db, HttpContext http, TimeProvider time, CancellationToken ct)
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(key => key.Id == keyId, ct);
        if (key is null) return Error.NotFound("API key", keyId.ToString());
        // Who is shown a key's new secret can do what it can do.
        if (GrantedScopes.Refuse(Caller.Of(http), key.Scopes) is { } refusal) return refusal;

        var now = time.GetUtcNow();
        var before = ApiKeyView.From(key, now);
        var text = key.Rotate(TimeSpan.FromSeconds(request.OverlapSeconds), now);
        db.Audit.Add(AuditEntry.Of(http, "api_key.rotated", key.Id, before, ApiKeyView.From(key, now), now));
        await db.SaveChangesAsync(ct);

        DoubtChangedKey.AfterCommit(http, key.KeyId);
        SecretShownOnce.Show(http, text);
        return Reply.Ok(ApiKeyView.From(key, now));
    }
}
