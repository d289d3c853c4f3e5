using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transactions;

static class TransactionRoutes
{
    public static void MapTransactions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inventory/transactions", ListTransactions.Handle).RequireScope("inventory:read").WithList(ListTransactions.Rules)
            .Produces<CountedPage<TransactionView>>();
        api.MapGet("/inventory/transactions/{transactionId:guid}", GetTransaction.Handle).RequireScope("inventory:read")
            .Produces<Envelope<TransactionView>>();
    }

    /// <summary>The routes that post.</summary>
    public static void MapReversals(this IEndpointRouteBuilder posting) =>
        posting.MapPost("/inventory/transactions/{transactionId:guid}/reverse", ReverseTransaction.Handle).RequireScope("inventory:adjust")
            .Produces<Envelope<TransactionView>>(201);
}
