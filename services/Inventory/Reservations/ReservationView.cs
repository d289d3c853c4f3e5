using Atlas.Inventory.Allocations;

namespace Atlas.Inventory.Reservations;

/// <summary>A claim on stock for a demand. Quantities are in the item's base unit.</summary>
/// <param name="ReservationNo">For example <c>RSV-000042</c>.</param>
/// <param name="Qty">Always the sum of what is open, allocated, fulfilled, released, cancelled and expired.</param>
/// <param name="RequestedQty">What was asked for; more than <paramref name="Qty"/> where a part was accepted.</param>
/// <param name="BackorderedQty">The part of the open quantity that no stock stands behind yet.</param>
/// <param name="Status"><c>open</c>, <c>partially_allocated</c>, <c>allocated</c>, <c>partially_fulfilled</c>, <c>fulfilled</c>, <c>released</c>,
/// <c>cancelled</c> or <c>expired</c>.</param>
/// <param name="ExpiresAt">From then on the open part holds nothing.</param>
/// <param name="Metadata">Texts that are kept and not read.</param>
/// <param name="AllowedActions">What can be done with it now.</param>
public sealed record ReservationView(
    Guid Id, string ReservationNo, Guid ItemId, Guid FacilityId, Guid? LocationId, Guid? LotId, decimal Qty, decimal RequestedQty, string DemandType,
    string DemandId, string? DemandLineId, DateTimeOffset? NeedBy, DateTimeOffset? ExpiresAt, int Priority, bool AllowBackorder, string Status,
    decimal OpenQty, decimal AllocatedQty, decimal FulfilledQty, decimal ReleasedQty, decimal CancelledQty, decimal ExpiredQty,
    decimal BackorderedQty, string? Reason, string? Notes, string? ExternalId, IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyList<AllocationView> Allocations, IReadOnlyList<string> AllowedActions,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, long Version)
{
    /// <summary>As it is at <paramref name="now"/>: what has expired is so, even if nobody has noted it yet.</summary>
    internal static ReservationView From(Reservation stored, IEnumerable<Allocation> allocations, DateTimeOffset now)
    {
        var r = stored.Copy();
        r.ExpireIfDue(now);
        return new(r.Id, r.ReservationNo, r.ItemId, r.FacilityId, r.LocationId, r.LotId, r.Qty, r.RequestedQty, r.DemandType, r.DemandId,
            r.DemandLineId, r.NeedBy, r.ExpiresAt, r.Priority, r.AllowBackorder, r.Status, r.OpenQty, r.AllocatedQty, r.FulfilledQty, r.ReleasedQty,
            r.CancelledQty, r.ExpiredQty, r.BackorderedQty, r.Reason, r.Notes, r.ExternalId, r.Metadata, [.. allocations.Select(AllocationView.From)], r.AllowedActions,
            r.CreatedBy, r.CreatedAt, r.UpdatedAt, r.Version);
    }
}
