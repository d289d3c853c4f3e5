using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Suppliers;

static class ListSuppliers
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "code", "status", "externalId", "updatedSince", "q");

    /// <summary>Lists the suppliers, newest first. <c>q</c> looks into code and name.</summary>
    public static async Task<Ok<Page<SupplierView>>> Handle(HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        IQueryable<Supplier> suppliers = db.Suppliers;
        if (query.Values("code") is { Count: > 0 } codes) suppliers = suppliers.Where(s => codes.Contains(s.Code));
        if (query.Choices("status", Supplier.Statuses) is { Count: > 0 } statuses) suppliers = suppliers.Where(s => statuses.Contains(s.Status));
        if (query.Values("externalId") is { Count: > 0 } ids) suppliers = suppliers.Where(s => ids.Contains(s.ExternalId!));
        if (query.Timestamp("updatedSince") is { } since) suppliers = suppliers.Where(s => s.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            suppliers = suppliers.Where(s => EF.Functions.ILike(s.Name, word, Like.Escape) || EF.Functions.ILike(s.Code, word, Like.Escape));

        var total = await suppliers.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            suppliers = suppliers.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await suppliers.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, SupplierView.From, s => [s.CreatedAt.ToString("O"), $"{s.Id}"]);
    }
}
