using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

static class ListSalesReturns
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status");

    /// <summary>Lists the returns of an order, newest first.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, SalesDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        if (!await db.SalesOrders.AnyAsync(o => o.Id == id, ct)) return Error.NotFound("Sales order", $"{id}");
        var returns = db.Returns.Where(r => r.SalesOrderId == id);
        if (query.Choices("status", SalesReturn.Statuses) is { Count: > 0 } statuses) returns = returns.Where(r => statuses.Contains(r.Status));

        var total = await returns.LongCountAsync(ct);
        if (query.After is [var at, var lastId])
        {
            var (lastAt, last) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(lastId));
            returns = returns.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(lastAt, last)));
        }

        var rows = await returns.Include(r => r.Lines).AsSplitQuery().OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, SalesReturnView.From, r => [r.CreatedAt.ToString("O"), $"{r.Id}"]);
    }
}
