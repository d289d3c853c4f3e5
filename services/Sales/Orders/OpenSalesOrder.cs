using Atlas.Sales.Settings;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Orders;

/// <summary>How to open an order. The body may be absent.</summary>
/// <param name="Reservation">What happens when there is not enough stock: <c>all_or_nothing</c>, <c>partial_backorder</c> or <c>none</c>; as the
/// order says when absent, else as the tenant does.</param>
public sealed record OpenSalesOrderRequest(string? Reservation, string? Reason, string? Notes) : IReadable<OpenSalesOrderRequest>
{
    public static bool MayBeAbsent => true;

    public static OpenSalesOrderRequest Read(Fields fields) => new(
        CreateSalesOrderRequest.Policy(fields, "reservation"), fields.OptionalText("reason", 500), fields.OptionalText("notes", 2_000));
}

static class OpenSalesOrder
{
    /// <summary>
    /// Opens a draft for fulfilment and reserves its stock, all lines in one decision. Where there is not enough, <c>partial_backorder</c>
    /// holds what there is and waits for the rest, and with <c>all_or_nothing</c> it stays a draft.
    /// </summary>
    /// <remarks>
    /// 409 <c>insufficient_stock</c> says which lines lack how much. 202 with <c>pendingAction</c> when Inventory needs longer than 3 seconds: it then
    /// settles by itself.
    /// </remarks>
    public static Task<IResult> Handle(Guid id, Body<OpenSalesOrderRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct) =>
        TakeSalesOrderAction.RunAsync(id, SalesOrderAction.Open, http, db, time, async order =>
        {
            var request = body.Value;
            order.Check("open");
            await LineIntake.CheckAsync(db, order, [.. order.InOrder.Select(line => (line.LineNo, line.ItemId, line.FacilityId))], ct);
            return order.BeginOpening(Step.Of(http, time, new ActionRequest(request.Reason, request.Notes)),
                request.Reservation ?? order.ReservationPolicy ?? (await db.SettingsAsync(time, ct)).ReservationPolicy);
        }, ct);
}
