using System.Globalization;
using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Ledger;

/// <summary>Lets who reads say what the answer must know already: <c>minLedgerSeq</c>, the <c>ledgerSeq</c> that another answer or event told.</summary>
/// <remarks>
/// It waits before the unit of work begins, because a snapshot does not grow. What is posted is seen at once, so there is something to
/// wait for only where the number came faster than the commit, or from another installation.
/// </remarks>
static class WaitForLedger
{
    public const string Parameter = "minLedgerSeq";

    const int PatienceSeconds = 3;
    const int RetryAfterSeconds = 1;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>503 <c>timeout</c> when the ledger does not get there in time; 400 when it is no number.</summary>
    public static RouteGroupBuilder WaitingForLedger(this RouteGroupBuilder routes) => routes.AddEndpointFilter(async (call, next) =>
    {
        var http = call.HttpContext;
        var known = http.GetEndpoint()?.Metadata.GetMetadata<ListRules>();
        if (http.Request.Query[Parameter] is not { Count: > 0 } values || (known is not null && !known.Filters.Contains(Parameter))) return await next(call);
        if (values.Count > 1 || !long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return Error.InvalidParameter(Parameter, $"{Parameter} must be a whole number, 0 or more.");
        if (!await ReachesAsync(http, seq))
            return Error.Unavailable("timeout", $"The ledger has not got to {seq} yet. Ask again.", RetryAfterSeconds);
        // It filters nothing, so a cursor is not bound to it.
        http.Request.Query = new QueryCollection(http.Request.Query.Where(parameter => parameter.Key != Parameter).ToDictionary());
        return await next(call);
    });

    static async Task<bool> ReachesAsync(HttpContext http, long seq)
    {
        var services = http.RequestServices;
        if (!services.GetRequiredService<Database>().Ready.IsCompletedSuccessfully) return true; // What comes next says so.
        var (time, tenant, ct) = (services.GetRequiredService<TimeProvider>(), Caller.Of(http).Tenant, http.RequestAborted);
        for (var start = time.GetTimestamp(); ; await Task.Delay(Pause, time, ct))
        {
            await using var scope = services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
            var db = scope.ServiceProvider.GetRequiredService<InventoryDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (seq <= await db.LedgerHeads.Select(head => head.LastSeq).FirstOrDefaultAsync(ct)) return true;
            if (time.GetElapsedTime(start).TotalSeconds >= PatienceSeconds) return false;
        }
    }
}
