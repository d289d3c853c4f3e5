using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Batches;

static class ListBatches
{
    // Seed 000: "returns all production batches". All of them, up to this many; then a cursor.
    const int All = 1_000;

    public static readonly ListRules Rules = new(All, "order_id", "factory", "status", "milestone_state", "updated_since");

    /// <summary>Lists the batches with their milestones, newest first.</summary>
    public static async Task<Ok<SnakePage<BatchView>>> Handle(HttpContext http, ProductionDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Batch> batches = db.Batches;
        if (query.Values("order_id") is { Count: > 0 } orders) batches = batches.Where(b => orders.Contains(b.OrderId));
        if (query.Values("factory") is { Count: > 0 } factories) batches = batches.Where(b => factories.Contains(b.Factory));
        if (query.Values("status") is { Count: > 0 } statuses) batches = batches.Where(b => statuses.Contains(b.Status));
        if (query.Values("milestone_state") is { Count: > 0 } states)
        {
            if (states.FirstOrDefault(s => !Milestone.States.Contains(s)) is { } unknown)
                throw new RefusedException(Error.InvalidParameter("milestone_state", $"'{unknown}' is none of: {string.Join(", ", Milestone.States)}."));
            batches = batches.Where(b => b.Milestones.Any(m => states.Contains(m.State)));
        }

        if (query.Timestamp("updated_since") is { } since) batches = batches.Where(b => b.UpdatedAt >= since);
        var total = await batches.LongCountAsync(ct);
        if (query.After is [var at, var lastId])
        {
            var lastAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            batches = batches.Where(b => EF.Functions.LessThan(ValueTuple.Create(b.CreatedAt, b.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await batches.Include(b => b.Milestones).OrderByDescending(b => b.CreatedAt).ThenByDescending(b => b.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        var workOrders = await db.WorkOrdersOfAsync([.. rows.Select(b => b.Id)], ct);
        return Reply.SnakePage(query, cursors, rows, total, b => BatchView.From(b, workOrders), b => [b.CreatedAt.ToString("O"), b.Id]);
    }
}
