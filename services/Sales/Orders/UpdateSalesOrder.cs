using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>
/// What to change about a draft; what is absent stays, and null takes away what can be absent. <c>lines</c> replaces all lines: those named
/// by <c>id</c> stay the same lines, others are new, and what is not named is gone.
/// </summary>
public sealed record UpdateSalesOrderRequest(
    string? CustomerId, CustomerInfo? Customer, string? CustomerReference, string? Channel, string? Currency, DateOnly? OrderDate,
    DateOnly? RequestedShipDate, DateOnly? PromisedDate, Guid? FacilityId, int? Priority, Address? ShipTo, Address? BillTo, string? ReservationPolicy,
    string? Notes, string? ExternalId, IReadOnlyList<SalesOrderLineRequest>? Lines) : IReadable<UpdateSalesOrderRequest>
{
    static readonly string[] MayBeTakenAway =
        ["customerId", "customer", "customerReference", "channel", "requestedShipDate", "promisedDate", "facilityId", "shipTo", "billTo", "reservationPolicy",
        "notes", "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateSalesOrderRequest Read(Fields fields) => new(
        fields.OptionalText("customerId", 128), fields.OptionalObject("customer", CustomerInfo.Read), fields.OptionalText("customerReference", 128),
        fields.OptionalText("channel", 64), fields.OptionalCurrency("currency", fields.Has("currency")), fields.OptionalDate("orderDate", fields.Has("orderDate")),
        fields.OptionalDate("requestedShipDate"), fields.OptionalDate("promisedDate"), fields.OptionalId("facilityId"),
        fields.Has("priority") ? (int)fields.Integer("priority", 0, CreateSalesOrderRequest.MaxPriority) : null, fields.OptionalObject("shipTo", Address.Read),
        fields.OptionalObject("billTo", Address.Read), CreateSalesOrderRequest.Policy(fields, "reservationPolicy"), fields.OptionalText("notes", 4_000),
        fields.OptionalText("externalId", 128), fields.Has("lines") ? SalesOrderLineRequest.List(fields) : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(SalesOrder order)
    {
        order.CustomerId = Named.Contains("customerId") ? CustomerId : order.CustomerId;
        if (Named.Contains("customer")) (order.CustomerName, order.CustomerEmail, order.CustomerPhone) = (Customer?.Name, Customer?.Email, Customer?.Phone);
        order.CustomerReference = Named.Contains("customerReference") ? CustomerReference : order.CustomerReference;
        order.Channel = Named.Contains("channel") ? Channel : order.Channel;
        order.Currency = Currency ?? order.Currency;
        order.OrderDate = OrderDate ?? order.OrderDate;
        order.RequestedShipDate = Named.Contains("requestedShipDate") ? RequestedShipDate : order.RequestedShipDate;
        order.PromisedDate = Named.Contains("promisedDate") ? PromisedDate : order.PromisedDate;
        order.FacilityId = Named.Contains("facilityId") ? FacilityId : order.FacilityId;
        order.Priority = Priority ?? order.Priority;
        order.ShipTo = Named.Contains("shipTo") ? ShipTo : order.ShipTo;
        order.BillTo = Named.Contains("billTo") ? BillTo : order.BillTo;
        order.ReservationPolicy = Named.Contains("reservationPolicy") ? ReservationPolicy : order.ReservationPolicy;
        order.Notes = Named.Contains("notes") ? Notes : order.Notes;
        order.ExternalId = Named.Contains("externalId") ? ExternalId : order.ExternalId;
    }
}

static class UpdateSalesOrder
{
    /// <summary>Changes a draft. Once it is open, amend it.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<UpdateSalesOrderRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockSalesOrderAsync(id, ct) is not { } order) return Error.NotFound("Sales order", $"{id}");
        http.CheckIfMatch(order.Version);
        var (request, now) = (body.Value, time.GetUtcNow());
        order.CheckEditable();

        request.ApplyTo(order);
        if (await SalesOrderNames.TakenExternalIdAsync(db, order, ct) is { } taken) return taken;
        if (request.Lines is { } lines) order.Become(await LineIntake.ReadAsync(db, order, lines, now, ct));
        order.Sum();
        order.Touch(now);
        db.Announce(order, "updated");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Ok(SalesOrderView.From(order));
    }
}
