using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class GetOrder
{
    /// <summary>Reads an order with its lines and the batches that make it. The id may be the order's code.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, OrdersDb db, TimeProvider time, CancellationToken ct)
    {
        var order = await db.Orders.Include(o => o.LineItems).Named(id).FirstOrDefaultAsync(ct);
        if (order is null) return Error.NotFound("Order", id);
        var batches = await db.Batches.Where(b => b.OrderId == order.Id).ToListAsync(ct);
        http.SetETag(order.Version);
        return Reply.Ok(BrandOrderDetailView.From(order, batches, time.GetUtcNow()));
    }
}
