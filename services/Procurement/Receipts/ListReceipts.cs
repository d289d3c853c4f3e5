using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

static class ListReceipts
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "status", "supplierReference");

    /// <summary>Lists the receipts of an order, newest first.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        if (!await db.PurchaseOrders.AnyAsync(o => o.Id == id, ct)) return Error.NotFound("Purchase order", $"{id}");
        var receipts = db.Receipts.Where(r => r.PurchaseOrderId == id);
        if (query.Choices("status", Receipt.Statuses) is { Count: > 0 } statuses) receipts = receipts.Where(r => statuses.Contains(r.Status));
        if (query.Values("supplierReference") is { Count: > 0 } notes) receipts = receipts.Where(r => notes.Contains(r.SupplierReference!));

        var total = await receipts.LongCountAsync(ct);
        if (query.After is [var at, var lastId])
        {
            var (lastAt, last) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(lastId));
            receipts = receipts.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(lastAt, last)));
        }

        var rows = await receipts.Include(r => r.Lines).AsSplitQuery().OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, ReceiptView.From, r => [r.CreatedAt.ToString("O"), $"{r.Id}"]);
    }
}
