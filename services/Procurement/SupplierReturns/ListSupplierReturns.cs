using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierReturns;

static class ListSupplierReturns
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "supplierId", "purchaseOrderId", "receiptId", "facilityId", "itemId", "returnNo", "updatedSince", "q");

    /// <summary>Lists the supplier returns with their lines, newest first. <c>q</c> looks into number, supplier's reference and reason.</summary>
    public static async Task<Ok<Page<SupplierReturnView>>> Handle(HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var returns = Filter(db.SupplierReturns, query);
        var total = await returns.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            returns = returns.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await returns.Include(r => r.Lines).AsSplitQuery().OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, SupplierReturnView.From, r => [r.CreatedAt.ToString("O"), $"{r.Id}"]);
    }

    static IQueryable<SupplierReturn> Filter(IQueryable<SupplierReturn> returns, ListQuery query)
    {
        if (query.Choices("status", [.. SupplierReturn.Statuses]) is { Count: > 0 } statuses) returns = returns.Where(r => statuses.Contains(r.Status));
        if (query.Ids("supplierId") is { Length: > 0 } suppliers) returns = returns.Where(r => suppliers.Contains(r.SupplierId));
        if (query.Ids("purchaseOrderId") is { Length: > 0 } orders) returns = returns.Where(r => orders.Contains(r.PurchaseOrderId));
        if (query.Ids("receiptId") is { Length: > 0 } receipts) returns = returns.Where(r => r.Lines.Any(line => receipts.Contains(line.ReceiptId)));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) returns = returns.Where(r => facilities.Contains(r.FacilityId));
        if (query.Ids("itemId") is { Length: > 0 } items) returns = returns.Where(r => r.Lines.Any(line => items.Contains(line.ItemId)));
        if (query.Values("returnNo") is { Count: > 0 } numbers) returns = returns.Where(r => numbers.Contains(r.ReturnNo));
        if (query.Timestamp("updatedSince") is { } since) returns = returns.Where(r => r.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            returns = returns.Where(r => EF.Functions.ILike(r.ReturnNo, word, Like.Escape)
                || EF.Functions.ILike(r.SupplierReference!, word, Like.Escape) || EF.Functions.ILike(r.Reason!, word, Like.Escape));
        return returns;
    }
}
