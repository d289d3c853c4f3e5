using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Secrecy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

/// <summary>How a secret is replaced.</summary>
/// <param name="OverlapSeconds">For so long the secrets before it sign too: a day when absent, 0 to end them now.</param>
public sealed record RotateSecretRequest(int OverlapSeconds) : IReadable<RotateSecretRequest>
{
    const int UsualOverlap = 86_400;
    const int MaxOverlap = 30 * 86_400;

    public static RotateSecretRequest Read(Fields fields) =>
        new((int)(fields.OptionalInteger("overlapSeconds", 0, MaxOverlap) ?? UsualOverlap));
}

static class RotateSecret
{
    /// <summary>Gives the endpoint a new secret. Deliveries carry a signature by each live one, the newest first.</summary>
    public static async Task<IResult> Handle(
        string id, Body<RotateSecretRequest> body, HttpContext http, WebhooksDb db, Sealer sealer, TimeProvider time, CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not var (endpoint, _)) return Error.NotFound("Endpoint", id);
        var now = time.GetUtcNow();
        var end = now.AddSeconds(body.Value.OverlapSeconds);
        var secrets = await db.Secrets.Where(s => s.EndpointId == endpoint.Id).ToListAsync(ct);
        foreach (var secret in secrets.Where(s => s.IsLive(now))) secret.ExpireAt(end);
        if (secrets.Count(s => s.IsLive(now)) >= EndpointSecret.MaxLive)
            return Error.Conflict("too_many_secrets", $"{EndpointSecret.MaxLive} secrets are live already. Wait for one to expire, or rotate with overlapSeconds 0.");

        db.Secrets.RemoveRange(secrets.Where(s => !s.IsLive(now)));
        var key = EndpointSecret.NewKey();
        var current = EndpointSecret.Create(endpoint.Id, key, sealer, db.CurrentTenant, now);
        db.Secrets.Add(current);
        AuditEntry.Add(db, http, time, "endpoint.secret_rotated", endpoint.Id.ToString());
        await db.SaveChangesAsync(ct);
        http.ShowsSecret();
        return Reply.Ok(SecretsView.From([.. secrets.Where(s => s.IsLive(now)), current], sealer, db.CurrentTenant));
    }
}
