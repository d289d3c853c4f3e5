using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

static class ListPurchaseOrders
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "supplierId", "facilityId", "itemId", "poNo", "externalId", "expectedDate[gte]", "expectedDate[lte]", "updatedSince", "q");

    /// <summary>Lists the purchase orders with their lines, newest first. <c>q</c> looks into the number and the supplier's reference.</summary>
    public static async Task<Ok<Page<PurchaseOrderView>>> Handle(HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var orders = Filter(db.PurchaseOrders, query);
        var total = await orders.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            orders = orders.Where(o => EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await orders.Include(o => o.Lines).AsSplitQuery().OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, PurchaseOrderView.From, o => [o.CreatedAt.ToString("O"), $"{o.Id}"]);
    }

    static IQueryable<PurchaseOrder> Filter(IQueryable<PurchaseOrder> orders, ListQuery query)
    {
        if (query.Choices("status", [.. PurchaseOrder.Statuses]) is { Count: > 0 } statuses) orders = orders.Where(o => statuses.Contains(o.Status));
        if (query.Ids("supplierId") is { Length: > 0 } suppliers) orders = orders.Where(o => suppliers.Contains(o.SupplierId));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) orders = orders.Where(o => facilities.Contains(o.FacilityId));
        if (query.Ids("itemId") is { Length: > 0 } items) orders = orders.Where(o => o.Lines.Any(line => items.Contains(line.ItemId)));
        if (query.Values("poNo") is { Count: > 0 } numbers) orders = orders.Where(o => numbers.Contains(o.PoNo));
        if (query.Values("externalId") is { Count: > 0 } ids) orders = orders.Where(o => ids.Contains(o.ExternalId!));
        if (query.Date("expectedDate[gte]") is { } first) orders = orders.Where(o => o.ExpectedDate >= first);
        if (query.Date("expectedDate[lte]") is { } last) orders = orders.Where(o => o.ExpectedDate <= last);
        if (query.Timestamp("updatedSince") is { } since) orders = orders.Where(o => o.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            orders = orders.Where(o => EF.Functions.ILike(o.PoNo, word, Like.Escape) || EF.Functions.ILike(o.SupplierReference!, word, Like.Escape));
        return orders;
    }
}
