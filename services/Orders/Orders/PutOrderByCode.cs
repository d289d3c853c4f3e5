using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Orders;

static class PutOrderByCode
{
    /// <summary>
    /// Takes in the order with this code (201). When it stands already, brings its ship-by day and notes to what is sent (200);
    /// other differences are 409 <c>not_editable</c>.
    /// </summary>
    public static async Task<IResult> Handle(
        string code, Body<CreateOrderRequest> body, HttpContext http, OrdersDb db, ShortIds ids, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        if (request.Code != code)
            return Error.Invalid(new ErrorDetail("code", "invalid_value", $"must be '{code}', as in the address"));
        if (await CreateOrder.RefusalAsync(request, db, time, ct) is { } refusal) return refusal;

        var order = await db.Orders.Include(o => o.LineItems).FirstOrDefaultAsync(o => o.Code == code, ct);
        if (order is null) return CreateOrder.Created(await CreateOrder.AddAsync(request, db, ids, time, ct), http, time);
        http.CheckIfMatch(order.Version);

        if (order.Amend(request, time.GetUtcNow())) await db.SaveChangesAsync(ct);

        var batches = await db.Batches.Where(b => b.OrderId == order.Id).ToListAsync(ct);
        http.SetETag(order.Version);
        return Reply.Ok(BrandOrderDetailView.From(order, batches, time.GetUtcNow()));
    }
}
