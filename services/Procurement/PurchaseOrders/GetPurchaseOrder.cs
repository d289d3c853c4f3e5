using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.PurchaseOrders;

static class GetPurchaseOrder
{
    /// <summary>Reads one purchase order with its lines.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var order = await db.PurchaseOrders.Include(o => o.Lines).FirstOrDefaultAsync(o => o.Id == id, ct);
        if (order is null) return Error.NotFound("Purchase order", $"{id}");
        http.SetETag(order.Version);
        return Reply.Ok(PurchaseOrderView.From(order));
    }
}
