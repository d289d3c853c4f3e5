using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

static class ReservationRoutes
{
    public static void MapReservations(this IEndpointRouteBuilder api)
    {
        api.MapGet("/inventory/reservations", ListReservations.Handle).RequireScope("inventory:read").WithList(ListReservations.Rules);
        api.MapGet("/inventory/reservations/{reservationId:guid}", GetReservation.Handle).RequireScope("inventory:read")
            .Produces<Envelope<ReservationView>>();
    }

    /// <summary>The routes that change what is held.</summary>
    public static void MapReservationActions(this IEndpointRouteBuilder posting)
    {
        posting.MapPost("/inventory/reservations", CreateReservation.Handle).RequireScope("reservations:write").Produces<Envelope<ReservationView>>(201);
        Write(posting.MapPatch("/inventory/reservations/{reservationId:guid}", UpdateReservation.Handle));
        Write(posting.MapPost("/inventory/reservations/{reservationId:guid}/allocate", AllocateReservation.Handle));
        Write(posting.MapPost("/inventory/reservations/{reservationId:guid}/deallocate", DeallocateReservation.Handle));
        Write(posting.MapPost("/inventory/reservations/{reservationId:guid}/release", ReleaseReservation.Handle));
        Write(posting.MapPost("/inventory/reservations/{reservationId:guid}/cancel", CancelReservation.Handle));
        Write(posting.MapPost("/inventory/reservations/{reservationId:guid}/fulfill", FulfillReservation.Handle));

        static void Write(RouteHandlerBuilder route) => route.RequireScope("reservations:write").Produces<Envelope<ReservationView>>();
    }
}
