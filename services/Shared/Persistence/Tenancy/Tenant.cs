using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http;

namespace Atlas.Persistence.Tenancy;

/// <summary>A row that belongs to one tenant. Its table has <c>tenant_id</c> as the first column of its keys.</summary>
public interface ITenantOwned
{
    /// <summary>Filled in when the row is added; nothing else sets it.</summary>
    string TenantId { get; }
}

/// <summary>The tenant that this scope works for: the caller's in a request, the message's in a consumer.</summary>
public sealed class Tenant(IHttpContextAccessor? http = null)
{
    string? chosen;

    /// <summary>The tenant's id, for example <c>acme</c>.</summary>
    /// <exception cref="InvalidOperationException">Nobody said whose data this is about.</exception>
    public string Id => chosen ?? http?.HttpContext?.Features.Get<Caller>()?.Tenant
        ?? throw new InvalidOperationException("No tenant is set for this scope.");

    /// <summary>Sets the tenant of a scope that no request started. A scope never changes sides.</summary>
    public void Use(string tenant)
    {
        if (chosen is not null && chosen != tenant)
            throw new InvalidOperationException($"This scope works for {chosen} and cannot turn to {tenant}.");
        chosen = tenant;
    }
}
