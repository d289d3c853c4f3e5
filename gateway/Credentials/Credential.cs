using Atlas.Gateway.Limits;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Credentials;

/// <summary>A credential that was found good: who it speaks for, what it may still do this minute, and its identities.</summary>
/// <param name="caller">Who is calling.</param>
/// <param name="own">What this credential may do per minute; null is without limit.</param>
/// <param name="ofTenant">What all credentials of the tenant may do together; null is without limit.</param>
sealed class Credential(Caller caller, Budget? own, Budget? ofTenant)
{
    readonly Dictionary<string, Identity> identities = new(StringComparer.Ordinal);
    Identity[] minted = [];

    public Caller Caller => caller;
    public Budget? Own => own;
    public Budget? OfTenant => ofTenant;

    /// <summary>The signed identity for a service: made once, and again every half of its life.</summary>
    public string IdentityFor(string audience, IdentityMint mint)
    {
        var now = mint.Now;
        foreach (var identity in minted)
            if (identity.Audience == audience)
            {
                if (identity.FreshUntil > now) return identity.Token;
                break;
            }

        lock (identities)
        {
            if (identities.TryGetValue(audience, out var other) && other.FreshUntil > now) return other.Token;
            var identity = identities[audience] = mint.Mint(caller, audience);
            minted = [.. identities.Values];
            return identity.Token;
        }
    }

    /// <summary>True when both speak for the same caller, so that limits and identities may be kept.</summary>
    public bool IsSameAs(Caller other) =>
        other.Tenant == caller.Tenant && other.Credential == caller.Credential &&
        other.DryRunWrites == caller.DryRunWrites && other.Scopes.SetEquals(caller.Scopes);
}
