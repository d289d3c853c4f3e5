using Atlas.Contracts.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class TakeOrderAction
{
    /// <summary>Moves an order on by hand: ship, close, hold, resume or cancel. Repeating what was done is 200 and changes nothing.</summary>
    public static Func<string, HttpContext, OrdersDb, TimeProvider, CancellationToken, Task<IResult>> Handle(string action) =>
        async (id, http, db, time, ct) =>
        {
            var order = await db.Orders.Include(o => o.LineItems).Named(id).FirstOrDefaultAsync(ct);
            if (order is null) return Error.NotFound("Order", id);
            http.CheckIfMatch(order.Version);

            var (before, now) = (order.Status, time.GetUtcNow());
            if (order.Take(action, now))
            {
                db.Publish(new BrandOrderStatusChanged(order.Id, order.Code, order.BrandSlug, before, order.Status, now, Reason: null,
                    order.Version), order.Id, order.Version);
                await db.SaveChangesAsync(ct);
            }

            var batches = await db.Batches.Where(b => b.OrderId == order.Id).ToListAsync(ct);
            http.SetETag(order.Version);
            return Reply.Ok(BrandOrderDetailView.From(order, batches, now));
        };
}
