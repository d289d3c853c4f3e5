using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Atlas.Webhooks.Secrecy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

/// <summary>What an endpoint's deliveries are signed with.</summary>
/// <param name="Secret">The newest one.</param>
/// <param name="Secrets">All that are live, the newest first.</param>
public sealed record SecretsView(string Secret, IReadOnlyList<SecretView> Secrets)
{
    internal static SecretsView From(IEnumerable<EndpointSecret> secrets, Sealer sealer, string tenant)
    {
        SecretView[] views =
        [
            .. secrets.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Select(s => new SecretView(
                EndpointSecret.Write(sealer.Open(s.Sealed, tenant, s.EndpointId)), s.CreatedAt, s.ExpiresAt)),
        ];
        return new SecretsView(views[0].Secret, views);
    }
}

/// <summary>One secret.</summary>
/// <param name="ExpiresAt">From when on it no longer signs; null for the current one.</param>
public sealed record SecretView(string Secret, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

static class RevealSecret
{
    /// <summary>Shows the secrets of an endpoint. Every reading is noted.</summary>
    public static async Task<IResult> Handle(
        string id, HttpContext http, WebhooksDb db, Sealer sealer, TimeProvider time, CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not var (endpoint, _)) return Error.NotFound("Endpoint", id);
        var now = time.GetUtcNow();
        var secrets = await db.Secrets.AsNoTracking().Where(s => s.EndpointId == endpoint.Id).ToListAsync(ct);
        AuditEntry.Add(db, http, time, "endpoint.secret_read", endpoint.Id.ToString());
        await db.SaveChangesAsync(ct);
        // A read that leaves a trace: the unit of work of a GET would roll it back.
        await db.Database.CommitTransactionAsync(ct);
        http.ShowsSecret();
        return Reply.Ok(SecretsView.From(secrets.Where(s => s.IsLive(now)), sealer, db.CurrentTenant));
    }
}
