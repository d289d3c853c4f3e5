using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

static class GetSalesOrder
{
    /// <summary>Reads one sales order with its lines and shipments.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, SalesDb db, CancellationToken ct)
    {
        var order = await db.SalesOrders.Whole().FirstOrDefaultAsync(o => o.Id == id, ct);
        if (order is null) return Error.NotFound("Sales order", $"{id}");
        http.SetETag(order.Version);
        return Reply.Ok(SalesOrderView.From(order));
    }
}
