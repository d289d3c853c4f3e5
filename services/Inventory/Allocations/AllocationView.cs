using Atlas.Inventory.Reservations;
using Atlas.Inventory.Statuses;

namespace Atlas.Inventory.Allocations;

/// <summary>Particular stock that is set aside for a reservation.</summary>
/// <param name="Status"><c>active</c>, <c>fulfilled</c> or <c>released</c>.</param>
/// <param name="Strategy">How it was chosen: <c>fefo</c>, <c>fifo</c>, <c>lifo</c> or <c>manual</c>.</param>
public sealed record AllocationView(
    Guid Id, Guid ReservationId, Guid ItemId, Guid FacilityId, Guid LocationId, Guid? LotId, string? SerialNo, Guid StatusId, decimal Qty,
    decimal FulfilledQty, string Status, string Strategy, DateTimeOffset AllocatedAt)
{
    internal static AllocationView From(Allocation a) => new(
        a.Id, a.ReservationId, a.ItemId, a.FacilityId, a.LocationId, a.LotId == Guid.Empty ? null : a.LotId, a.SerialNo.Length == 0 ? null : a.SerialNo,
        StockStatus.Available.Id, a.Qty, a.FulfilledQty, a.Status, a.Strategy, a.AllocatedAt);
}
