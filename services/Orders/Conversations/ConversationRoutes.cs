using Atlas.ServiceDefaults;

namespace Atlas.Orders.Conversations;

static class ConversationRoutes
{
    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/orders/{id}/conversation", ReadConversation.Handle).RequireScope("conversations:read")
            .WithList(ReadConversation.Rules).Produces<SnakePage<ConversationMessageView>>();
        api.MapPost("/orders/{id}/conversation", WriteMessage.Handle).RequireScope("conversations:write")
            .Produces<Envelope<ConversationMessageView>>(201);
    }
}
