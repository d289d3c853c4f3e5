using Atlas.Production.Boms;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

/// <summary>How to release. The body may be absent.</summary>
/// <param name="RequireFullReservation">True: all or nothing. Otherwise what there is is held, and the rest is listed in <c>shortages</c>.</param>
/// <param name="WaitForStock">True, when nothing is said: what is missing is held as soon as it comes.</param>
public sealed record ReleaseWorkOrderRequest(bool RequireFullReservation, bool WaitForStock, string? Reason, string? Notes) : IReadable<ReleaseWorkOrderRequest>
{
    public static bool MayBeAbsent => true;

    public static ReleaseWorkOrderRequest Read(Fields fields) => new(
        fields.Boolean("requireFullReservation", missing: false), fields.Boolean("waitForStock", missing: true),
        fields.OptionalText("reason", 500), fields.OptionalText("notes", 2_000));

    internal string Policy => RequireFullReservation ? "all_or_nothing" : WaitForStock ? "partial_backorder" : "partial";
}

static class ReleaseWorkOrder
{
    /// <summary>
    /// Gives an order to the factory: what it needs is settled for good, by its bill of materials as it is now, and held in stock. What is
    /// missing is listed in <c>shortages</c>.
    /// </summary>
    /// <remarks>
    /// 409 <c>insufficient_stock</c> when something is missing and <c>requireFullReservation</c> is true; 202 with <c>pendingAction</c> when
    /// Inventory needs longer than 3 seconds: the order is then released by itself.
    /// </remarks>
    public static Task<IResult> Handle(
        Guid id, Body<ReleaseWorkOrderRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct) =>
        TakeWorkOrderAction.AskAsync(id, WorkOrder.Releasing, http, db, time, order => order.Status == WorkOrder.Released, async order =>
        {
            var request = body.Value;
            order.Check(WorkOrder.Releasing);
            var day = WorkOrderRules.DayOf(order, time.GetUtcNow());
            if (await db.UseBomAsync(order.BomId, ct) is not { Status: Bom.Active or Bom.Superseded } bom) throw WorkOrderRules.NotActive(order.ItemNo, day);
            var recipes = await RecipeBook.BelowAsync(db, bom, day, ct);
            return order.BeginRelease(
                await RequirementsAsync(db, order, bom, recipes, day, ct), await ByProductsAsync(db, bom, ct), request.Policy,
                Step.Of(http, time, new ActionRequest(request.Reason, request.Notes)));
        }, ct);

    // One level, through phantoms, each item once.
    static async Task<IEnumerable<Requirement>> RequirementsAsync(ProductionDb db, WorkOrder order, Bom bom, RecipeBook recipes, DateOnly day, CancellationToken ct)
    {
        var gross = Explosion.Of(bom.ToRecipe(), Ratio.One, levels: 1, item => recipes.Of(item));
        var net = Explosion.Of(bom.ToRecipe(withScrap: false), Ratio.One, levels: 1, item => recipes.Of(item, withScrap: false));
        var ids = gross.Tree.Select(node => node.ItemId).Distinct().ToList();
        var items = await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        if (gross.Tree.FirstOrDefault(node => node is { IsPhantom: true, BomId: null }) is { } open) throw WorkOrderRules.NotActive(items[open.ItemId].ItemNo, day);

        var lines = gross.Tree.Where(node => node.BomId is not null).Select(node => recipes.BomOf(node.ItemId)).Distinct().Prepend(bom)
            .SelectMany(b => b.InOrder).Where(component => !component.IsPhantom).GroupBy(component => component.ItemId);
        return lines.Select((same, index) => new Requirement
        {
            Id = Guid.CreateVersion7(),
            LineNo = index + 1,
            ItemId = same.Key,
            ItemNo = items[same.Key].ItemNo,
            UomCode = items[same.Key].BaseUomCode,
            Decimals = items[same.Key].BaseUomDecimals,
            IsManual = same.Any(component => component.IssueMethod == BomComponent.Manual), // Nothing of it is used that nobody has seen.
            LocationId = (same.DistinctBy(component => component.LocationId).Count() == 1 ? same.First().LocationId : null) ?? order.SourceLocationId,
            PerUnit = gross.Summary[same.Key],
            NetPerUnit = net.Summary[same.Key],
            RequiredQty = (gross.Summary[same.Key] * Ratio.Of(order.BaseQty)).RoundedUp(items[same.Key].BaseUomDecimals),
        });
    }

    static async Task<IEnumerable<PlannedByProduct>> ByProductsAsync(ProductionDb db, Bom bom, CancellationToken ct)
    {
        var ids = bom.ByProducts.Select(product => product.ItemId).ToList();
        var items = await db.Items.Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        return bom.ByProducts.Select(product => new PlannedByProduct(
            product.ItemId, $"{product.InBase() / bom.OutputInBase()}", items[product.ItemId].BaseUomDecimals, items[product.ItemId].HasLots, product.CostSharePct));
    }
}
