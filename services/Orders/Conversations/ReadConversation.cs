using System.Globalization;
using Atlas.Orders.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Conversations;

static class ReadConversation
{
    public static readonly ListRules Rules = new(ListRules.UsualLimit, "kind");

    /// <summary>Reads what was said about an order, oldest first.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, OrdersDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var orderId = await db.Orders.Named(id).Select(o => o.Id).FirstOrDefaultAsync(ct);
        if (orderId is null) return Error.NotFound("Order", id);

        var messages = db.Conversations.Where(m => m.OrderId == orderId);
        if (query.Values("kind") is { Count: > 0 } kinds) messages = messages.Where(m => kinds.Contains(m.Kind));
        var total = await messages.LongCountAsync(ct);
        if (query.After is [var at, var id_])
        {
            var lastAt = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
            var lastId = Guid.Parse(id_);
            messages = messages.Where(m => EF.Functions.GreaterThan(ValueTuple.Create(m.At, m.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await messages.OrderBy(m => m.At).ThenBy(m => m.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.SnakePage(query, cursors, rows, total, ConversationMessageView.From, m => [m.At.ToString("O"), m.Id.ToString()]);
    }
}
