using Atlas.Persistence;
using Atlas.Persistence.Idempotency;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Catalog.Items.Imports;

/// <summary>
/// Works imports off, some rows per transaction, and notes in the same one how far it is: so a process that dies loses no row and imports
/// none twice. An import is one instance's at a time; tenants do not wait for each other.
/// </summary>
sealed class ItemImporter(IServiceScopeFactory scopes, Database database, TimeProvider time, ILogger<ItemImporter> log) : BackgroundService
{
    const int RowsAtOnce = 200;
    const int TenantsAtOnce = 4;
    const int MaxAttempts = 3;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    readonly SemaphoreSlim due = new(0, 1);

    /// <summary>Says that an import is waiting.</summary>
    public void Wake()
    {
        try
        {
            due.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is going to look already.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Parallel.ForEachAsync(await FindAsync(ct), new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = ct },
                    async (next, stop) => await WorkOffAsync(next.Tenant, next.Id, stop));
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("Imports of items wait: {Reason}", exception.Message);
            }

            await due.WaitAsync(Every, ct);
        }
    }

    // The oldest of each tenant.
    async Task<List<(string Tenant, Guid Id)>> FindAsync(CancellationToken ct)
    {
        await using var find = database.Worker.CreateCommand(
            "select distinct on (tenant_id) tenant_id, id from item_imports where finished_at is null order by tenant_id, created_at, id");
        var found = new List<(string Tenant, Guid Id)>();
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) found.Add((reader.GetString(0), reader.GetGuid(1)));
        return found;
    }

    async Task WorkOffAsync(string tenant, Guid id, CancellationToken ct)
    {
        await using var session = await database.Worker.OpenConnectionAsync(ct);
        if (!await LockAsync("pg_try_advisory_lock", session, id, ct)) return; // Another instance is at it.
        try
        {
            await ImportAsync(tenant, id, ct);
            Wake(); // Behind it there may be more.
        }
        finally
        {
            await LockAsync("pg_advisory_unlock", session, id, CancellationToken.None);
        }
    }

    static async Task<bool> LockAsync(string function, NpgsqlConnection session, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {function}(hashtextextended($1, 4712))", session);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"item import {id}" });
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    async Task ImportAsync(string tenant, Guid id, CancellationToken ct)
    {
        if (await OpenAsync(tenant, id, ct) is not var (format, processed, content)) return;
        foreach (var rows in ImportFile.Read(format, content).Skip(processed).Chunk(RowsAtOnce))
            if (!await TryAsync(rows)) return;

        // What nobody foresaw costs the row that it is about, and not the others or the rest of the import.
        async Task<bool> TryAsync(ImportRow[] rows)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await ImportAsync(tenant, id, rows, isHopeless: false, ct);
                }
                catch (Exception exception) when (attempt < MaxAttempts && UnitOfWork.MayBeTriedAgain(exception, isSafe: true))
                {
                    // Somebody else was faster with a name, or the server restarts.
                }
                catch (Exception exception) when (ct.IsCancellationRequested || DatabaseAway.AnswerFor(exception) is not null)
                {
                    throw; // Nothing is wrong with the rows: they are tried again later.
                }
                catch (Exception) when (rows.Length > 1)
                {
                    foreach (var row in rows)
                        if (!await TryAsync([row])) return false;
                    return true;
                }
                catch (Exception exception)
                {
                    log.LogError(exception, "Row {Row} of import {Import} cannot be imported", rows[0].Number, id);
                    return await ImportAsync(tenant, id, rows, isHopeless: true, ct);
                }
            }
        }
    }

    async Task<(string Format, int Processed, byte[] Content)?> OpenAsync(string tenant, Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var import = await db.ItemImports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct);
        var file = await db.ItemImportFiles.AsNoTracking().FirstOrDefaultAsync(f => f.ImportId == id, ct);
        return import is null || file is null ? null : (import.Format, import.Processed, file.Content);
    }

    /// <returns>False when there is nothing more to do: it has ended, or is not where these rows begin.</returns>
    async Task<bool> ImportAsync(string tenant, Guid id, IReadOnlyList<ImportRow> rows, bool isHopeless, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.LockItemImportAsync(id, ct) is not { IsOver: false } import || import.Processed != rows[0].Number - 1) return false;
        var now = time.GetUtcNow();
        var done = isHopeless
            ? new ImportedRows(1, 0, 0, 0, [new ImportError(rows[0].Number, null, "internal_error", "The row could not be imported. Quote the import's id when you report it.", [])])
            : await new ItemRows(db, import, now).ImportAsync(rows, ct);
        if (import.IsDryRun)
        {
            db.ChangeTracker.Clear();
            db.Attach(import);
        }

        import.Advance(done, now);
        await db.SaveChangesAsync(ct);
        if (import.IsOver) await db.ItemImportFiles.Where(f => f.ImportId == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        if (!import.IsDryRun) Metrics.ItemsCreated.Add(done.Created);
        return !import.IsOver;
    }
}
