using System.Collections.Concurrent;
using Atlas.Catalog.Uoms;
using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Tenants;

/// <summary>Gives every tenant the usual units before its first request is answered.</summary>
/// <remarks>
/// The insert of the tenant's own row decides who does it: whoever comes at the same moment waits inside that insert until the
/// first has committed row and units together, inserts nothing, and finds the units there. At start-up it would be too early,
/// because tenants are not known then and other services may not listen yet.
/// </remarks>
sealed class StartedTenants(Database database, IServiceScopeFactory scopes, TimeProvider time, Demo demo)
{
    // Bounded by the tenants of the installation; an entry is a name.
    readonly ConcurrentDictionary<string, bool> known = new();

    public async ValueTask EnsureAsync(string tenant, CancellationToken ct)
    {
        if (known.ContainsKey(tenant) || !database.Ready.IsCompletedSuccessfully) return;

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var now = time.GetUtcNow();
            var isFirst = await db.Database.ExecuteSqlAsync(
                $"insert into started_tenants (tenant_id, started_at) values ({tenant}, {now}) on conflict do nothing", ct) == 1;
            if (isFirst)
            {
                var uoms = StandardUoms.For(now).ToList();
                db.AddRange(uoms);
                demo.AddTo(db, tenant, uoms, now);
                uoms.ForEach(db.Announce);
                await db.SaveChangesAsync(ct);
            }

            await transaction.CommitAsync(ct);
        }

        known[tenant] = true;
    }
}

static class StartTenantsFilter
{
    /// <summary>Goes around the unit of work, in a transaction of its own: what a tenant starts with stays, whatever becomes of the request.</summary>
    public static RouteGroupBuilder StartTenants(this RouteGroupBuilder routes) => routes.AddEndpointFilter(async (call, next) =>
    {
        var http = call.HttpContext;
        await http.RequestServices.GetRequiredService<StartedTenants>().EnsureAsync(Caller.Of(http).Tenant, http.RequestAborted);
        return await next(call);
    });
}
