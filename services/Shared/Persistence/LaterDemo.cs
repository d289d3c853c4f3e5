using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atlas.Persistence;

/// <summary>Adds demo data as soon as what it refers to is known here; see <see cref="DatabaseRegistration{TDb}.FollowWithDemo"/>.</summary>
sealed class LaterDemo<TDb>(
    string tenant, Func<TDb, TimeProvider, CancellationToken, Task<bool>> add, Database database, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<LaterDemo<TDb>> log) : BackgroundService where TDb : ServiceDb
{
    const int LockKey = 4711;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (true)
        {
            try
            {
                if (await AddAsync(ct)) return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("The demo waits: {Reason}", exception.Message);
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    async Task<bool> AddAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({tenant}, {LockKey}))", ct);
        if (!await add(db, time, ct)) return false;
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
