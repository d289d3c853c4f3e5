using System.Collections.Concurrent;

namespace Atlas.Gateway.Limits;

/// <summary>The budgets of all credentials and tenants that were active lately.</summary>
sealed class Budgets(LimitSettings settings, TimeProvider time)
{
    readonly ConcurrentDictionary<string, Budget> ofTenants = new(StringComparer.Ordinal);

    /// <summary>All users of the shared demo key together.</summary>
    public Budget OfDemo { get; } = new("default", settings.Demo, settings.Demo, settings.Demo, time);

    public Budget NewOfKey() => new("default", settings.Key, settings.Key, settings.KeyBulk, time);

    // One per tenant for as long as the gateway runs: tenants are few, and keys of one tenant must share one object.
    public Budget OfTenant(string tenant) => ofTenants.GetOrAdd(
        tenant, _ => new Budget("tenant", settings.Tenant, settings.Tenant, settings.TenantBulk, time));
}
