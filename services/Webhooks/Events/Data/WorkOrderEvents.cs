using Atlas.Contracts.Production;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Events.Data;

/// <summary>Data of <c>work_order.…</c>: the order as it was then. Quantities are in the item's base unit.</summary>
/// <param name="IsShort">True while a component is missing.</param>
[SnakeCase]
public sealed record WorkOrderData(
    Guid Id, string WorkOrderNo, string Status, Guid ItemId, Guid BomId, Guid FacilityId, decimal Qty, decimal CompletedQty, decimal ScrappedQty,
    decimal RemainingQty, bool IsShort, DateTimeOffset? PlannedStart, DateTimeOffset? PlannedEnd, string? DemandType, string? DemandId, string? BatchId,
    long Version)
{
    internal static WorkOrderData From(WorkOrderChanged order) => new(
        order.Id, order.WorkOrderNo, order.Status, order.ItemId, order.BomId, order.FacilityId, order.Qty, order.CompletedQty, order.ScrappedQty,
        order.RemainingQty, order.IsShort, order.PlannedStart, order.PlannedEnd, order.DemandType, order.DemandId, order.BatchId, order.Version);
}
