using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>So much of an item that is to be made, as a draft.</summary>
/// <param name="BomId">The version by which it is made; when absent the one that is active on the day of the planned start.</param>
/// <param name="UomId">Id or code of the unit of <paramref name="Qty"/>; the item's base unit when absent.</param>
/// <param name="FacilityId">Where it is made, and where components are taken from.</param>
/// <param name="OutputLocationId">Where output is put that names no other place.</param>
/// <param name="SourceLocationId">Where components are taken from that name no other place; anywhere in the facility when absent.</param>
/// <param name="Priority">Who waits for stock gets it in the order of priority, the highest first; 100 when absent.</param>
/// <param name="ConsumptionPolicy"><c>strict</c>, when nothing is said, <c>warning</c> or <c>flexible</c>.</param>
/// <param name="OverCompletionPct">How much more than ordered may be made; nothing when absent.</param>
/// <param name="DemandType">With <paramref name="DemandId"/>, what it is made for.</param>
/// <param name="BatchId">The batch that it makes.</param>
public sealed record CreateWorkOrderRequest(
    Guid ItemId, Guid? BomId, decimal Qty, string? UomId, Guid FacilityId, Guid? OutputLocationId, Guid? SourceLocationId, DateTimeOffset? PlannedStart,
    DateTimeOffset? PlannedEnd, int? Priority, string ConsumptionPolicy, decimal? OverCompletionPct, string? DemandType, string? DemandId, string? BatchId,
    string? Notes) : IReadable<CreateWorkOrderRequest>
{
    internal const int MaxPriority = 1_000_000;
    internal const int MaxOverPct = 1_000;

    public static CreateWorkOrderRequest Read(Fields fields) => new(
        fields.Id("itemId"), fields.OptionalId("bomId"), fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64),
        fields.Id("facilityId"), fields.OptionalId("outputLocationId"), fields.OptionalId("sourceLocationId"), fields.OptionalTimestamp("plannedStart"),
        fields.OptionalTimestamp("plannedEnd"), (int?)fields.OptionalInteger("priority", -MaxPriority, MaxPriority),
        fields.Choice("consumptionPolicy", WorkOrders.ConsumptionPolicy.All, WorkOrders.ConsumptionPolicy.Strict),
        fields.OptionalDecimal("overCompletionPct", 0, MaxOverPct), fields.OptionalText("demandType", 64), fields.OptionalText("demandId", 128),
        fields.OptionalText("batchId", 64), fields.OptionalText("notes", 4_000));
}

static class CreateWorkOrder
{
    /// <summary>Makes a draft of a work order. Nothing is held for it and nothing is used until it is released.</summary>
    /// <remarks>409 <c>bom_not_active</c> when nothing says what the item is made of.</remarks>
    public static async Task<IResult> Handle(Body<CreateWorkOrderRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var item = await db.Items.FirstOrDefaultAsync(i => i.Id == request.ItemId, ct);
        var order = new WorkOrder
        {
            Id = Guid.CreateVersion7(now),
            WorkOrderNo = await db.NextNumberAsync(WorkOrder.NumberPrefix, ct),
            ItemId = request.ItemId,
            ItemNo = item?.ItemNo ?? "",
            BomId = Guid.Empty,
            FacilityId = request.FacilityId,
            OutputLocationId = request.OutputLocationId,
            SourceLocationId = request.SourceLocationId,
            PlannedStart = request.PlannedStart,
            PlannedEnd = request.PlannedEnd,
            Priority = request.Priority ?? WorkOrder.UsualPriority,
            ConsumptionPolicy = request.ConsumptionPolicy,
            OverCompletionPct = request.OverCompletionPct ?? 0,
            DemandType = request.DemandType,
            DemandId = request.DemandId,
            BatchId = request.BatchId,
            Notes = request.Notes,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await WorkOrderRules.WriteAsync(db, order, item, request.Qty, request.UomId, ct);
        order.BomId = (await WorkOrderRules.BomAsync(db, order, request.BomId, now, ct)).Id;
        db.Add(order);
        db.Announce(order, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Created($"/v1/production/work-orders/{order.Id}", WorkOrderView.From(order));
    }
}
