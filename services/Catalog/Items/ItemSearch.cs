using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>Where the search by <c>q</c> looks for the ids of items.</summary>
/// <remarks>
/// Row-level security keeps PostgreSQL from asking LIKE, which could tell of what it sees, before it has asked whose row it is; so
/// under it no index of words can be used, and a search would read every item. The search therefore runs as the worker, which no
/// policy binds, with the tenant in the condition; what it finds is ids alone, and the items behind them are read through the wall.
/// </remarks>
sealed class ItemSearch(Database database, Tenant tenant) : IAsyncDisposable
{
    CatalogDb? db;

    /// <summary>The items, to be searched. Take nothing but ids and counts from it.</summary>
    public async Task<IQueryable<Item>> BeginAsync(CancellationToken ct)
    {
        db = new CatalogDb(new DbContextOptionsBuilder<CatalogDb>().UseNpgsql(database.Worker).Options, tenant);
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        // A plan for any word would be a bad one for most: a rare word wants the index, one on every item wants none. And compiling
        // one takes longer than most searches.
        await db.Database.ExecuteSqlAsync($"select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)", ct);
        return db.Items;
    }

    /// <summary>
    /// Says that few items match, so that they are fetched and sorted. The planner may otherwise hope to meet them early on a walk
    /// through all items in the order of the page, and walks to the end when they happen to stand there.
    /// </summary>
    public static Task FewMatchAsync(CatalogDb items, CancellationToken ct) => items.Database.ExecuteSqlAsync(
        $"select set_config('enable_indexscan', 'off', true), set_config('enable_indexonlyscan', 'off', true)", ct);

    public async ValueTask DisposeAsync()
    {
        if (db is not null) await db.DisposeAsync();
    }
}
