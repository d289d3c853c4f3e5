using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>What was made. The body may be absent: then all that remains was.</summary>
/// <param name="Qty">Good output, in the order's unit; what remains when absent.</param>
/// <param name="ScrapQty">Output that was spoilt, in the order's unit. It used components too.</param>
/// <param name="LotNo">Of the output, where it is tracked by lot; a number that is new makes a lot.</param>
/// <param name="ExpiryDate">Of a new lot, where expiry is tracked.</param>
/// <param name="SerialNos">One for each base unit, where the output is tracked by serial number.</param>
/// <param name="LocationId">Where it is put; when absent where the order says, else the item's usual place.</param>
/// <param name="Consumption">What was used of some components, where that is not what was planned.</param>
/// <param name="OperationCost">What work and machines have cost.</param>
/// <param name="Final">True: nothing more will be made, even if something remains.</param>
public sealed record CompleteWorkOrderRequest(
    decimal? Qty, decimal ScrapQty, string? LotNo, DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, Guid? LocationId,
    IReadOnlyList<ConsumptionRequest> Consumption, decimal OperationCost, bool Final, string? Reason, string? Notes) : IReadable<CompleteWorkOrderRequest>
{
    const decimal MaxCost = 1_000_000_000m;

    public static bool MayBeAbsent => true;

    public static CompleteWorkOrderRequest Read(Fields fields) => new(
        fields.OptionalDecimal("qty", 0, StockFields.MaxQty), fields.OptionalDecimal("scrapQty", 0, StockFields.MaxQty) ?? 0, fields.OptionalText("lotNo", 64),
        fields.OptionalDate("expiryDate"), fields.Serials(), fields.OptionalId("locationId"),
        fields.List("consumption", 0, IssueComponentsRequest.MaxLines, ConsumptionRequest.Read, required: false),
        fields.OptionalDecimal("operationCost", 0, MaxCost) ?? 0, fields.Boolean("final", missing: false), fields.OptionalText("reason", 500),
        fields.OptionalText("notes", 2_000));
}

/// <summary>What was used of one component. It may be named several times, for example by lot; together they are all that was used.</summary>
/// <param name="Qty">In its base unit; 0 when nothing was used.</param>
/// <param name="LotId">Which lot; chosen by the item's strategy when absent.</param>
public sealed record ConsumptionRequest(Guid ComponentItemId, Guid? LotId, decimal Qty)
{
    internal static ConsumptionRequest Read(Fields fields) => new(
        fields.Id("componentItemId"), fields.OptionalId("lotId"), fields.OptionalDecimal("qty", 0, StockFields.MaxQty, required: true) ?? 0);
}

static class CompleteWorkOrder
{
    /// <summary>
    /// Reports output: it comes into stock, and what it used leaves it, in one transaction of the ledger or not at all. In how many parts an order is
    /// completed makes no difference to what it uses in all.
    /// </summary>
    /// <remarks>
    /// 409 <c>over_completion</c> above what was ordered and the tolerance, <c>consumption_variance</c> where the order is strict and what was used is
    /// not what was planned, or Inventory's reason, for example <c>insufficient_stock</c>; 202 when Inventory needs longer than 3 seconds.
    /// </remarks>
    public static Task<IResult> Handle(
        Guid id, Body<CompleteWorkOrderRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.AskAsync(id, WorkOrder.Completing, http, db, time, order => order.Status == WorkOrder.Completed, async order =>
        {
            var request = body.Value;
            order.Check(WorkOrder.Completing);
            var item = await db.Items.FirstAsync(i => i.Id == order.ItemId, ct);
            var step = Step.Of(http, time, new ActionRequest(request.Reason, request.Notes));
            return order.BeginPosting(WorkOrder.Completing, new CompletionIntake(order, item, request).Read(step), step);
        }, ct);
}
