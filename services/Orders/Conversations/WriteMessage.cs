using Atlas.Orders.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Conversations;

/// <summary>Something to say about an order.</summary>
/// <param name="Body">Plain text, at most 10,000 characters.</param>
/// <param name="AuthorRole"><c>manufacturer</c> (when absent) or <c>brand</c>.</param>
/// <param name="AuthorName">Who says it.</param>
[SnakeCase]
public sealed record WriteMessageRequest(string Body, string AuthorRole, string AuthorName) : IReadable<WriteMessageRequest>
{
    const int MaxBody = 10_000;

    public static WriteMessageRequest Read(Fields fields) => new(
        fields.Text("body", MaxBody), fields.Choice("author_role", ConversationMessage.People, ConversationMessage.People[0]),
        fields.Text("author_name", 255));
}

static class WriteMessage
{
    /// <summary>Adds a message to the conversation about an order.</summary>
    public static async Task<IResult> Handle(
        string id, Body<WriteMessageRequest> body, OrdersDb db, TimeProvider time, CancellationToken ct)
    {
        var orderId = await db.Orders.Named(id).Select(o => o.Id).FirstOrDefaultAsync(ct);
        if (orderId is null) return Error.NotFound("Order", id);

        var now = time.GetUtcNow();
        var message = new ConversationMessage
        {
            OrderId = orderId,
            Id = Guid.CreateVersion7(now),
            At = now,
            AuthorRole = body.Value.AuthorRole,
            AuthorName = body.Value.AuthorName,
            Body = body.Value.Body,
            Kind = ConversationMessage.Written,
            CreatedAt = now,
        };
        db.Add(message);
        await db.SaveChangesAsync(ct);
        return Reply.Created($"/api/v1/orders/{orderId}/conversation", ConversationMessageView.From(message));
    }
}
