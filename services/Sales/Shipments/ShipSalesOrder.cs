using Atlas.Contracts.Inventory;
using Atlas.Persistence.Idempotency;
using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;

namespace Atlas.Sales.Shipments;

/// <summary>Goods that leave for a customer. The body may be absent.</summary>
/// <param name="Lines">What leaves; everything that is reserved when absent, and everything that is open for an order without reservations.</param>
/// <param name="ShippedAt">When they left; now when absent.</param>
public sealed record ShipSalesOrderRequest(
    IReadOnlyList<ShipLineRequest>? Lines, string? Carrier, string? TrackingNo, string? TrackingUrl, DateTimeOffset? ShippedAt, string? Notes)
    : IReadable<ShipSalesOrderRequest>
{
    public static bool MayBeAbsent => true;

    public static ShipSalesOrderRequest Read(Fields fields) => new(
        fields.Has("lines") ? fields.List("lines", 1, SalesOrderLineRequest.MaxLines, ShipLineRequest.Read) : null, fields.OptionalText("carrier", 128),
        fields.OptionalText("trackingNo", 128), fields.OptionalText("trackingUrl", 2_000), fields.OptionalTimestamp("shippedAt"),
        fields.OptionalText("notes", 4_000));
}

/// <summary>What leaves of one line of the order. A line may leave in several, for example by lot.</summary>
/// <param name="LineId">Or <paramref name="LineNo"/>: the order's line.</param>
/// <param name="UomId">Id or code; the unit of the order's line when absent.</param>
/// <param name="LocationId">With lot and serial numbers: which stock; where nothing is named, what expires first, and else what came first.</param>
/// <param name="SerialNos">One for each base unit.</param>
public sealed record ShipLineRequest(
    Guid? LineId, int? LineNo, decimal Qty, string? UomId, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos)
{
    internal static ShipLineRequest Read(Fields fields)
    {
        var (id, number) = OrderLineName.Read(fields);
        return new(id, number, fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64), fields.OptionalId("locationId"),
            fields.OptionalId("lotId"), fields.Serials());
    }
}

static class ShipSalesOrder
{
    /// <summary>
    /// Records what leaves on an order and posts it to the ledger, all lines or none. What is reserved for the order is used first, then what
    /// nobody holds. No more can leave than was ordered.
    /// </summary>
    /// <remarks>
    /// 200 with the order, its <c>shipments</c> and <c>lastShipmentId</c>; 409 with Inventory's reason when it cannot be posted, and nothing is kept;
    /// 202 with a <c>pending</c> shipment when Inventory needs longer than 3 seconds: it then settles by itself.
    /// </remarks>
    public static async Task<IResult> Handle(
        Guid id, Body<ShipSalesOrderRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockSalesOrderAsync(id, ct) is not { } order) return Error.NotFound("Sales order", $"{id}");
        http.CheckIfMatch(order.Version);
        var (request, now, caller) = (body.Value, time.GetUtcNow(), Caller.Of(http).Credential);
        order.Check(SalesOrder.Ship);

        var lines = await ShipmentIntake.ReadAsync(db, order, request, ct);
        var commands = Commands(order, lines);
        var shipment = new Shipment
        {
            Id = Guid.CreateVersion7(now),
            ShipmentNo = $"{order.OrderNo}-S{order.NextShipment()}",
            ShippedAt = request.ShippedAt ?? now,
            Carrier = request.Carrier,
            TrackingNo = request.TrackingNo,
            TrackingUrl = request.TrackingUrl,
            Notes = request.Notes,
            CreatedBy = caller,
            CreatedAt = now,
            UpdatedAt = now,
        };
        shipment.Lines.AddRange(lines);
        order.Expect(shipment);
        order.Touch(now);
        db.Publish(
            new PostShipment(shipment.Id.ToString(), shipment.ShipmentNo, SalesOrder.DemandType, order.Id.ToString(), request.ShippedAt, caller, commands),
            shipment.Id.ToString(), shipment.Version);
        await db.SaveChangesAsync(ct);
        return Caller.WantsDryRun(http) ? Reply.Accepted(SalesOrderView.From(order)) : Answer(db, http, order, shipment.Id);
    }

    // Out of what is reserved for the line as far as it goes, and the rest out of what is free.
    static List<PostShipmentLine> Commands(SalesOrder order, IReadOnlyList<ShipmentLine> lines)
    {
        var commands = new List<PostShipmentLine>();
        foreach (var ofOne in lines.GroupBy(line => line.OrderLineId))
        {
            var holds = Unused(order, order.Lines.Find(l => l.Id == ofOne.Key)!);
            foreach (var line in ofOne)
            {
                var (left, serials) = (line.BaseQty, new Queue<string>(line.SerialNos));
                while (left > 0)
                {
                    var hold = holds.TryPeek(out var next) ? next : null;
                    var part = Math.Min(left, hold?.Qty ?? left);
                    if (hold is not null && (hold.Qty -= part) == 0) holds.Dequeue();
                    commands.Add(new PostShipmentLine($"{line.LineNo}", hold?.ReservationId, line.ItemId, line.FacilityId, part, line.LocationId, line.LotId,
                        [.. Enumerable.Range(0, (int)Math.Min(part, serials.Count)).Select(_ => serials.Dequeue())]));
                    left -= part;
                }
            }
        }

        return commands;
    }

    // What is held for the line, less what shipments take of it that are not settled yet.
    static Queue<UnusedHold> Unused(SalesOrder order, SalesOrderLine line)
    {
        var (unused, taken) = (new Queue<UnusedHold>(), line.PendingBaseQty);
        foreach (var hold in order.HoldsOf(line))
        {
            var used = Math.Min(taken, hold.HeldBaseQty);
            taken -= used;
            if (hold.HeldBaseQty > used) unused.Enqueue(new UnusedHold { ReservationId = hold.ReservationId, Qty = hold.HeldBaseQty - used });
        }

        return unused;
    }

    sealed class UnusedHold
    {
        public required Guid ReservationId { get; init; }
        public required decimal Qty { get; set; }
    }

    static Settling Answer(SalesDb db, HttpContext http, SalesOrder order, Guid shipmentId) => new(
        Shipment.SignalOf(shipmentId), Reply.Accepted(SalesOrderView.From(order)),
        async ct =>
        {
            var settled = (await db.LockSalesOrderAsync(order.Id, ct))!;
            var shipment = settled.Shipments.Find(s => s.Id == shipmentId)!;
            if (shipment.Status == Shipment.Pending) return null;
            if (shipment.Status == Shipment.Posted)
            {
                http.SetETag(settled.Version);
                return Reply.Ok(SalesOrderView.From(settled));
            }

            db.Remove(shipment); // Whoever asked knows now; only a shipment that was answered with 202 stays, to be read.
            await db.SaveChangesAsync(ct);
            return Error.Conflict(shipment.ErrorCode!, shipment.ErrorMessage!);
        });
}
