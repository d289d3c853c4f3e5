using Atlas.Contracts.Inventory;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>How a supplier return leaves. The body may be absent.</summary>
/// <param name="ShippedAt">When it left; now when absent.</param>
public sealed record ShipSupplierReturnRequest(DateTimeOffset? ShippedAt, string? Carrier, string? TrackingNo, string? Notes)
    : IReadable<ShipSupplierReturnRequest>
{
    public static bool MayBeAbsent => true;

    public static ShipSupplierReturnRequest Read(Fields fields) => new(
        fields.OptionalTimestamp("shippedAt"), fields.OptionalText("carrier", 128), fields.OptionalText("trackingNo", 128), fields.OptionalText("notes", 2_000));
}

static class ShipSupplierReturn
{
    /// <summary>
    /// Sends a supplier return off and posts it to the ledger, all lines or none. No more can go back than was received and has not gone back
    /// yet. What the order expects stays as it is: goods that are to come again are ordered again.
    /// </summary>
    /// <remarks>
    /// 409 with Inventory's reason when it cannot be posted, for example because the goods are no longer there: it is a draft as before; 202 with
    /// <c>shipping</c> when Inventory needs longer than 3 seconds: it then settles by itself.
    /// </remarks>
    public static async Task<IResult> Handle(
        Guid id, Body<ShipSupplierReturnRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockSupplierReturnAsync(id, ct) is not { } locked) return Error.NotFound("Supplier return", $"{id}");
        var (order, back, request) = (locked.Order, locked.Return, body.Value);
        http.CheckIfMatch(back.Version);
        if (back.Status is SupplierReturn.Shipping or SupplierReturn.Shipped) return Answer(db, http, back);

        var step = Step.Of(http, time, new ActionRequest(null, request.Notes));
        back.BeginShipping(step, request.ShippedAt ?? step.At, request.Carrier, request.TrackingNo);
        locked.CheckLeft();
        locked.Expect();
        db.Publish(
            new PostShipment(back.Id.ToString(), back.ReturnNo, DemandType, order.Id.ToString(), request.ShippedAt, step.By,
                [.. back.InOrder.Select(line => new PostShipmentLine(
                    $"{line.LineNo}", null, line.ItemId, back.FacilityId, line.BaseQty, line.LocationId, line.LotId, line.SerialNos, line.StatusId, line.LotNo))],
                "supplier_return", back.ShippingNo),
            back.Id.ToString(), back.Version);
        await db.SaveChangesAsync(ct);
        return Caller.WantsDryRun(http) ? Reply.Accepted(SupplierReturnView.From(back)) : Answer(db, http, back);
    }

    /// <summary>What the shipment is for, as Inventory is told.</summary>
    public const string DemandType = "purchase_order";

    static Settling Answer(ProcurementDb db, HttpContext http, SupplierReturn back) => new(
        SupplierReturn.SignalOf(back.Id), Reply.Accepted(SupplierReturnView.From(back)),
        async ct =>
        {
            var settled = (await db.LockSupplierReturnAsync(back.Id, ct))!.Return;
            if (settled.Status == SupplierReturn.Shipping) return null;
            if (settled.ErrorCode is { } code) return Error.Conflict(code, settled.ErrorMessage!);
            http.SetETag(settled.Version);
            return Reply.Ok(SupplierReturnView.From(settled));
        });
}
