using Atlas.Orders.Customers;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Portal;

/// <summary>Asks for a link that lets a brand look at its orders. The body may be absent.</summary>
/// <param name="ExpiresInDays">How long the link works, 1 to 365 days; 30 when absent.</param>
[SnakeCase]
public sealed record CreatePortalLinkRequest(int ExpiresInDays) : IReadable<CreatePortalLinkRequest>
{
    const int UsualDays = 30;
    const int MaxDays = 365;

    public static bool MayBeAbsent => true;

    public static CreatePortalLinkRequest Read(Fields fields) => new((int)(fields.OptionalInteger("expires_in_days", 1, MaxDays) ?? UsualDays));
}

/// <summary>A signed link to a brand's portal. Whoever has it can read the brand's orders until it expires.</summary>
/// <param name="Url">The whole address, at the public host of the portal.</param>
/// <param name="Path">The same at the host of this API, for example <c>/portal/summit?tenant=…</c>.</param>
[SnakeCase]
public sealed record PortalLinkView(string Url, string Path, DateTimeOffset ExpiresAt);

static class CreatePortalLink
{
    /// <summary>Makes a link that lets a brand look at its orders without a key. Nothing is kept: the signature is in the link.</summary>
    public static async Task<IResult> Handle(
        string slug, Body<CreatePortalLinkRequest> body, HttpContext http, OrdersDb db, PortalAddress portal, PortalLinks links, TimeProvider time,
        CancellationToken ct)
    {
        if (!await db.Customers.AnyAsync(c => c.Slug == slug, ct)) return Error.NotFound("Customer", slug);

        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().AddDays(body.Value.ExpiresInDays).ToUnixTimeSeconds());
        var query = links.QueryFor(db.CurrentTenant, slug, expiresAt);
        var path = $"/portal/{slug}{query}";
        return Reply.Created(path, new PortalLinkView(portal.Of(slug) + query, path, expiresAt));
    }
}
