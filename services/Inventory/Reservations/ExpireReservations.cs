using Atlas.Inventory.Ledger;
using Atlas.Persistence;
using Npgsql;

namespace Atlas.Inventory.Reservations;

/// <summary>
/// Notes in the rows what has expired, and announces it. Nothing waits for this: a claim that has expired counts for nothing from
/// that moment on.
/// </summary>
sealed class ExpireReservations(Database database, LedgerWriter ledger, TimeProvider time, ILogger<ExpireReservations> log) : BackgroundService
{
    const int Batch = 200;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                foreach (var tenant in await FindAsync(ct))
                    await ledger.RunAsync(tenant.Key, new Command([.. tenant]) { Actor = "inventory" });
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("Expired reservations wait to be noted: {Reason}", exception.Message);
            }
        }
    }

    async Task<ILookup<string, Guid>> FindAsync(CancellationToken ct)
    {
        await using var find = database.Worker.CreateCommand(
            $"select tenant_id, id from reservations where open_qty > 0 and expires_at is not null and expires_at <= $1 order by expires_at limit {Batch}");
        find.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        var due = new List<(string Tenant, Guid Id)>();
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) due.Add((reader.GetString(0), reader.GetGuid(1)));
        return due.ToLookup(r => r.Tenant, r => r.Id);
    }

    sealed class Command(IReadOnlyList<Guid> ids) : LedgerCommand
    {
        public override void Ask(Wanted wanted) => wanted.Reservations.UnionWith(ids);

        public override LedgerAnswer Run(Book book)
        {
            foreach (var id in ids)
                if (book.Reservations.TryGetValue(id, out var found) && found.Copy().ExpireIfDue(book.Now)) Holding.Open(book, id);
            return new LedgerAnswer(200, ids.Count);
        }
    }
}
