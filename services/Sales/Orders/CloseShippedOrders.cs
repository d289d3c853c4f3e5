using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Npgsql;

namespace Atlas.Sales.Orders;

/// <summary>Closes orders of which all is shipped, when their time has come.</summary>
sealed class CloseShippedOrders(IServiceScopeFactory scopes, Database database, TimeProvider time, ILogger<CloseShippedOrders> log) : BackgroundService
{
    const int Batch = 200;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                foreach (var (tenant, id) in await FindAsync(ct)) await CloseAsync(tenant, id, ct);
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("Shipped orders wait to be closed: {Reason}", exception.Message);
            }
        }
    }

    async Task<List<(string Tenant, Guid Id)>> FindAsync(CancellationToken ct)
    {
        await using var find = database.Worker.CreateCommand(
            $"select tenant_id, id from sales_orders where closes_at is not null and closes_at <= $1 order by closes_at limit {Batch}");
        find.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        var due = new List<(string Tenant, Guid Id)>();
        await using var reader = await find.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) due.Add((reader.GetString(0), reader.GetGuid(1)));
        return due;
    }

    async Task CloseAsync(string tenant, Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(tenant);
        var db = scope.ServiceProvider.GetRequiredService<SalesDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        // Another instance, or somebody by hand, may have been faster.
        if (await db.LockSalesOrderAsync(id, ct) is not { Status: SalesOrder.Shipped, Pending: null } order || order.ClosesAt > now) return;

        var command = order.BeginEnd("close", new Step(now, "rule"));
        order.Touch(now);
        if (command is null) db.Announce(order, SalesOrderAction.Close.What);
        else db.Publish(command, order.Id.ToString(), order.Version);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
