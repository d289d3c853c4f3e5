using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

static class TransferRoutes
{
    public static void MapTransfers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inventory/transfers", ListTransfers.Handle).RequireScope("inventory:read").WithList(ListTransfers.Rules);
        api.MapPost("/inventory/transfers", CreateTransfer.Handle).RequireScope("transfers:write").Produces<Envelope<TransferView>>(201);
        api.MapGet("/inventory/transfers/{transferId:guid}", GetTransfer.Handle).RequireScope("inventory:read").Produces<Envelope<TransferView>>();
        api.MapPatch("/inventory/transfers/{transferId:guid}", UpdateTransfer.Handle).RequireScope("transfers:write").Produces<Envelope<TransferView>>();
    }

    /// <summary>The routes that change stock or what is held of it.</summary>
    public static void MapTransferActions(this IEndpointRouteBuilder posting)
    {
        Write(posting.MapPost("/inventory/transfers/{transferId:guid}/approve", ApproveTransfer.Handle));
        Write(posting.MapPost("/inventory/transfers/{transferId:guid}/ship", ShipTransfer.Handle));
        Write(posting.MapPost("/inventory/transfers/{transferId:guid}/receive", ReceiveTransfer.Handle));
        Write(posting.MapPost("/inventory/transfers/{transferId:guid}/close", CloseTransfer.Handle));
        Write(posting.MapPost("/inventory/transfers/{transferId:guid}/cancel", CancelTransfer.Handle));

        static void Write(RouteHandlerBuilder route) => route.RequireScope("transfers:write").Produces<Envelope<TransferView>>();
    }
}
