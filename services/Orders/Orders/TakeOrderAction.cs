using Atlas.Contracts.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class TakeOrderAction
{
    public static readonly string[] All = ["ship", "close", "hold", "resume", "cancel"];

    /// <summary>Moves an order on by hand: ship, close, hold, resume or cancel. Repeating what was done is 200 and changes nothing.</summary>
    public static Func<string, Body<ActionRequest>, HttpContext, OrdersDb, TimeProvider, CancellationToken, Task<IResult>> Handle(string action) =>
        async (id, body, http, db, time, ct) =>
        {
            var order = await db.Orders.Include(o => o.LineItems).Named(id).FirstOrDefaultAsync(ct);
            if (order is null) return Error.NotFound("Order", id);
            http.CheckIfMatch(order.Version);

            var (request, before, now) = (body.Value, order.Status, time.GetUtcNow());
            if (order.Take(action, now))
            {
                db.Publish(new BrandOrderStatusChanged(order.Id, order.Code, order.BrandSlug, before, order.Status, now, request.Reason,
                    order.Version), order.Id, order.Version);
                await db.SaveChangesAsync(ct);
            }

            var batches = await db.Batches.Where(b => b.OrderId == order.Id).ToListAsync(ct);
            http.SetETag(order.Version);
            return Reply.Ok(BrandOrderDetailView.From(order, batches, now));
        };
}
