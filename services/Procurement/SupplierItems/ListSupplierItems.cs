using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

static class ListSupplierItems
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "itemId", "supplierSku", "isPreferred");

    /// <summary>Lists what a supplier sells, newest first.</summary>
    public static async Task<IResult> Handle(Guid supplierId, HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        if (!await db.Suppliers.AnyAsync(s => s.Id == supplierId, ct)) return Error.NotFound("Supplier", $"{supplierId}");
        var sold = db.SupplierItems.Where(s => s.SupplierId == supplierId);
        if (query.Ids("itemId") is { Length: > 0 } items) sold = sold.Where(s => items.Contains(s.ItemId));
        if (query.Values("supplierSku") is { Count: > 0 } skus) sold = sold.Where(s => skus.Contains(s.SupplierSku!));
        if (query.Flag("isPreferred") is { } preferred) sold = sold.Where(s => s.IsPreferred == preferred);

        var total = await sold.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            sold = sold.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await sold.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, SupplierItemView.From, s => [s.CreatedAt.ToString("O"), $"{s.Id}"]);
    }
}
