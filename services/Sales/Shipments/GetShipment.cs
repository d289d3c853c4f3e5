using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Shipments;

static class GetShipment
{
    /// <summary>Reads one shipment.</summary>
    public static async Task<IResult> Handle(Guid shipmentId, HttpContext http, SalesDb db, CancellationToken ct)
    {
        var shipment = await db.Shipments.Include(s => s.Lines).FirstOrDefaultAsync(s => s.Id == shipmentId, ct);
        if (shipment is null) return Error.NotFound("Shipment", $"{shipmentId}");
        http.SetETag(shipment.Version);
        return Reply.Ok(ShipmentView.From(shipment));
    }
}
