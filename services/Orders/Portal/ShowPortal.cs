using Atlas.Orders.Conversations;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Portal;

static class ShowPortal
{
    const int MaxOrders = 100;
    const int MaxMessages = 20;

    /// <summary>Shows a brand its orders: as a page to a browser, as JSON to a program.</summary>
    public static async Task<IResult> Handle(string slug, HttpContext http, OrdersDb db, TimeProvider time, CancellationToken ct)
    {
        var customer = await db.Customers.FirstOrDefaultAsync(c => c.Slug == slug, ct);
        if (customer is null) return Error.NotFound("Portal", slug);

        var orders = await db.Orders.Where(o => o.BrandSlug == slug)
            .OrderByDescending(o => o.ReceivedAt).ThenByDescending(o => o.Id).Take(MaxOrders).ToListAsync(ct);
        var count = await db.Orders.LongCountAsync(o => o.BrandSlug == slug, ct);
        var ids = orders.ConvertAll(o => o.Id);
        var batches = (await db.Batches.Where(b => ids.Contains(b.OrderId)).ToListAsync(ct)).ToLookup(b => b.OrderId);
        var messages = (await LatestAsync(db, ids, ct)).ToLookup(m => m.OrderId);

        var now = time.GetUtcNow();
        var view = new PortalView(customer.Slug, customer.Name, customer.PrimaryColor, customer.LogoUrl,
            [.. orders.Select(o => PortalOrderView.From(o, [.. batches[o.Id]], messages[o.Id], now))], count);
        return PortalAnswers.IsForPeople(http.Request)
            ? new RazorComponentResult<PortalPage>(new { Portal = view, Now = now })
            : Reply.Ok(view);
    }

    static async Task<List<ConversationMessage>> LatestAsync(OrdersDb db, List<string> orders, CancellationToken ct) => await db.Orders
        .Where(o => orders.Contains(o.Id))
        .SelectMany(o => db.Conversations.Where(m => m.OrderId == o.Id).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(MaxMessages))
        .OrderByDescending(m => m.At).ThenByDescending(m => m.Id)
        .ToListAsync(ct);
}
