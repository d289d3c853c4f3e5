using Atlas.Persistence;
using Atlas.Sales.Settings;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Orders;

/// <summary>A new sales order, as a draft.</summary>
/// <param name="OrderNo">Unique; given by Atlas when absent, as <c>SO-000042</c>.</param>
/// <param name="CustomerId">The customer's id in a system of the client's; not checked here.</param>
/// <param name="Customer">Who buys, where there is no such id.</param>
/// <param name="Currency">As ISO 4217.</param>
/// <param name="OrderDate">Today in UTC when absent.</param>
/// <param name="FacilityId">Where it is shipped from; the tenant's usual one when absent.</param>
/// <param name="Priority">Of those who wait for stock, who has a higher one gets it first; 100 when absent.</param>
/// <param name="ReservationPolicy">What happens when it is opened and there is not enough: <c>all_or_nothing</c>, <c>partial_backorder</c> or
/// <c>none</c>; the tenant's usual one when absent.</param>
public sealed record CreateSalesOrderRequest(
    string? OrderNo, string? CustomerId, CustomerInfo? Customer, string? CustomerReference, string? Channel, string Currency, DateOnly? OrderDate,
    DateOnly? RequestedShipDate, DateOnly? PromisedDate, Guid? FacilityId, int Priority, Address? ShipTo, Address? BillTo, string? ReservationPolicy,
    string? Notes, string? ExternalId, IReadOnlyList<SalesOrderLineRequest> Lines) : IReadable<CreateSalesOrderRequest>
{
    internal const int MaxPriority = 1_000_000;

    public static CreateSalesOrderRequest Read(Fields fields) => new(
        fields.OptionalText("orderNo", 64), fields.OptionalText("customerId", 128), fields.OptionalObject("customer", CustomerInfo.Read),
        fields.OptionalText("customerReference", 128), fields.OptionalText("channel", 64), fields.OptionalCurrency("currency", required: true) ?? "",
        fields.OptionalDate("orderDate"), fields.OptionalDate("requestedShipDate"), fields.OptionalDate("promisedDate"), fields.OptionalId("facilityId"),
        (int)(fields.OptionalInteger("priority", 0, MaxPriority) ?? SalesOrder.UsualPriority), fields.OptionalObject("shipTo", Address.Read),
        fields.OptionalObject("billTo", Address.Read), Policy(fields, "reservationPolicy"), fields.OptionalText("notes", 4_000),
        fields.OptionalText("externalId", 128), SalesOrderLineRequest.List(fields));

    internal static string? Policy(Fields fields, string name) =>
        fields.OptionalText(name, 64) is null ? null : fields.Choice(name, ReservationPolicies.All);
}

static class CreateSalesOrder
{
    /// <summary>Makes a draft of a sales order. Nothing is held for it until it is opened.</summary>
    public static async Task<IResult> Handle(Body<CreateSalesOrderRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        if (request.OrderNo is not null && await db.SalesOrders.FirstOrDefaultAsync(o => o.OrderNo == request.OrderNo, ct) is { } same)
            return SalesOrderNames.Duplicate("orderNo", same.Id);

        var order = new SalesOrder
        {
            Id = Guid.CreateVersion7(now),
            OrderNo = request.OrderNo ?? await SalesOrderNames.FreeNumberAsync(db, ct),
            CustomerId = request.CustomerId,
            CustomerName = request.Customer?.Name,
            CustomerEmail = request.Customer?.Email,
            CustomerPhone = request.Customer?.Phone,
            CustomerReference = request.CustomerReference,
            Channel = request.Channel,
            Currency = request.Currency,
            OrderDate = request.OrderDate ?? DateOnly.FromDateTime(now.UtcDateTime),
            RequestedShipDate = request.RequestedShipDate,
            PromisedDate = request.PromisedDate,
            FacilityId = request.FacilityId ?? (await db.SettingsAsync(time, ct)).DefaultFacilityId,
            Priority = request.Priority,
            ShipTo = request.ShipTo,
            BillTo = request.BillTo,
            ReservationPolicy = request.ReservationPolicy,
            Notes = request.Notes,
            ExternalId = request.ExternalId,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await SalesOrderNames.TakenExternalIdAsync(db, order, ct) is { } taken) return taken;
        order.Become(await LineIntake.ReadAsync(db, order, request.Lines, now, ct));
        db.Add(order);
        db.Announce(order, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Created($"/v1/sales/orders/{order.Id}", SalesOrderView.From(order));
    }
}

/// <summary>The names of a sales order that no other has.</summary>
static class SalesOrderNames
{
    /// <summary>The next number that no client has used for an order of its own.</summary>
    public static async Task<string> FreeNumberAsync(SalesDb db, CancellationToken ct)
    {
        while (true)
        {
            var number = await db.NextNumberAsync(SalesOrder.NumberPrefix, ct);
            if (!await db.SalesOrders.AnyAsync(o => o.OrderNo == number, ct)) return number;
        }
    }

    public static async Task<Error?> TakenExternalIdAsync(SalesDb db, SalesOrder order, CancellationToken ct) =>
        order.ExternalId is not null && await db.SalesOrders.FirstOrDefaultAsync(o => o.ExternalId == order.ExternalId && o.Id != order.Id, ct) is { } same
            ? Duplicate("externalId", same.Id) : null;

    public static Error Duplicate(string field, Guid existing) =>
        Error.Conflict("duplicate_code", $"There is a sales order with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = existing }));
}
