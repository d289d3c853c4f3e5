using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>What to change about a draft; what is absent stays, and null takes away what can be absent.</summary>
/// <param name="BomId">The version by which it is made from now on; null chooses the one that is active on the day of the planned start.</param>
public sealed record UpdateWorkOrderRequest(
    Guid? BomId, decimal? Qty, string? UomId, Guid? FacilityId, Guid? OutputLocationId, Guid? SourceLocationId, DateTimeOffset? PlannedStart,
    DateTimeOffset? PlannedEnd, int? Priority, string? ConsumptionPolicy, decimal? OverCompletionPct, string? DemandType, string? DemandId, string? BatchId,
    string? Notes) : IReadable<UpdateWorkOrderRequest>
{
    static readonly string[] MayBeTakenAway =
        ["bomId", "uomId", "outputLocationId", "sourceLocationId", "plannedStart", "plannedEnd", "demandType", "demandId", "batchId", "notes"];

    HashSet<string> Named { get; init; } = [];

    internal bool NamesBom => Named.Contains("bomId");

    public static UpdateWorkOrderRequest Read(Fields fields) => new(
        fields.OptionalId("bomId"), fields.OptionalQty("qty", fields.Has("qty")), fields.OptionalText("uomId", 64),
        fields.OptionalId("facilityId", fields.Has("facilityId")), fields.OptionalId("outputLocationId"), fields.OptionalId("sourceLocationId"),
        fields.OptionalTimestamp("plannedStart"), fields.OptionalTimestamp("plannedEnd"),
        (int?)fields.OptionalInteger("priority", -CreateWorkOrderRequest.MaxPriority, CreateWorkOrderRequest.MaxPriority),
        fields.Has("consumptionPolicy") ? fields.Choice("consumptionPolicy", WorkOrders.ConsumptionPolicy.All) : null,
        fields.OptionalDecimal("overCompletionPct", 0, CreateWorkOrderRequest.MaxOverPct), fields.OptionalText("demandType", 64),
        fields.OptionalText("demandId", 128), fields.OptionalText("batchId", 64), fields.OptionalText("notes", 4_000))
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(WorkOrder order)
    {
        order.FacilityId = FacilityId ?? order.FacilityId;
        order.OutputLocationId = Named.Contains("outputLocationId") ? OutputLocationId : order.OutputLocationId;
        order.SourceLocationId = Named.Contains("sourceLocationId") ? SourceLocationId : order.SourceLocationId;
        order.PlannedStart = Named.Contains("plannedStart") ? PlannedStart : order.PlannedStart;
        order.PlannedEnd = Named.Contains("plannedEnd") ? PlannedEnd : order.PlannedEnd;
        order.Priority = Priority ?? order.Priority;
        order.ConsumptionPolicy = ConsumptionPolicy ?? order.ConsumptionPolicy;
        order.OverCompletionPct = OverCompletionPct ?? order.OverCompletionPct;
        order.DemandType = Named.Contains("demandType") ? DemandType : order.DemandType;
        order.DemandId = Named.Contains("demandId") ? DemandId : order.DemandId;
        order.BatchId = Named.Contains("batchId") ? BatchId : order.BatchId;
        order.Notes = Named.Contains("notes") ? Notes : order.Notes;
    }

    internal string? UomOf(WorkOrder order) => Named.Contains("uomId") ? UomId : $"{order.UomId}";
}

static class UpdateWorkOrder
{
    /// <summary>Changes a draft. Once released, an order stays as it is.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<UpdateWorkOrderRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockWorkOrderAsync(id, ct) is not { } order) return Error.NotFound("Work order", $"{id}");
        http.CheckIfMatch(order.Version);
        var (request, now) = (body.Value, time.GetUtcNow());
        order.CheckEditable();

        request.ApplyTo(order);
        var item = await db.Items.FirstOrDefaultAsync(i => i.Id == order.ItemId, ct);
        await WorkOrderRules.WriteAsync(db, order, item, request.Qty ?? order.Qty, request.UomOf(order), ct);
        if (request.NamesBom) order.BomId = (await WorkOrderRules.BomAsync(db, order, request.BomId, now, ct)).Id;
        order.Touch(now);
        db.Announce(order, "updated");
        await db.SaveChangesAsync(ct);
        http.SetETag(order.Version);
        return Reply.Ok(WorkOrderView.From(order));
    }
}
