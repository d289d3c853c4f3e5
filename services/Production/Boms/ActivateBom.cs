using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class ActivateBom
{
    /// <summary>
    /// Makes a version the one that holds; the one that held before on any of its days is superseded. What was superseded can be activated
    /// again.
    /// </summary>
    /// <remarks>409 <c>bom_cycle</c> when the item would be made of itself, over however many levels; the way is in <c>details</c>.</remarks>
    public static async Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        await db.LockBomGraphAsync(ct);
        if (await db.LockBomAsync(id, ct) is not { } bom) return Error.NotFound("BOM", $"{id}");
        http.CheckIfMatch(bom.Version);
        if (bom.Status == Bom.Active) return Answer(http, bom);

        bom.Check(Bom.Activating);
        var step = Step.Of(http, time, body.Value);
        if (bom.Components.Count == 0) return Error.Invalid(new ErrorDetail("components", "required", "is required: there is nothing to make it of"));
        await CheckItemsAsync(db, bom, ct);
        await CheckCycleAsync(db, bom, ct);
        foreach (var before in (await db.LockActiveBomsAsync(bom.ItemId, ct)).Where(bom.Overlaps))
        {
            before.Supersede(step.At);
            db.Announce(before, "superseded");
        }

        bom.Activate(step);
        db.Announce(bom, "activated");
        await db.SaveChangesAsync(ct);
        return Answer(http, bom);
    }

    static IResult Answer(HttpContext http, Bom bom)
    {
        http.SetETag(bom.Version);
        return Reply.Ok(BomView.From(bom));
    }

    static async Task CheckItemsAsync(ProductionDb db, Bom bom, CancellationToken ct)
    {
        var ids = bom.Components.Select(component => component.ItemId).Append(bom.ItemId).Distinct().ToList();
        var inactive = await db.Items.Where(i => ids.Contains(i.Id) && !i.IsActive).ToDictionaryAsync(i => i.Id, i => i.ItemNo, ct);
        if (inactive.Count == 0) return;
        throw new BrokenRuleException("item_inactive", $"Not active: {string.Join(", ", inactive.Values)}.",
            [
                .. bom.InOrder.Where(component => inactive.ContainsKey(component.ItemId)).Select(component =>
                    new ErrorDetail($"components[{component.LineNo - 1}].itemId", "item_inactive", $"{component.ItemNo} is not active")),
                .. inactive.ContainsKey(bom.ItemId) ? [new ErrorDetail("itemId", "item_inactive", $"{bom.ItemNo} is not active")] : Array.Empty<ErrorDetail>(),
            ]);
    }

    // Under the lock of the graph: nobody else adds to it meanwhile. Whatever days they hold on, the versions together must make no circle.
    static async Task CheckCycleAsync(ProductionDb db, Bom bom, CancellationToken ct)
    {
        var components = bom.Components.Select(component => component.ItemId).Distinct().ToArray();
        var edges = await db.Database.SqlQuery<Edge>($"""
            with recursive edges as (
              select b.item_id, c.item_id as component_id from boms b join bom_components c on c.tenant_id = b.tenant_id and c.bom_id = b.id
              where b.tenant_id = {db.CurrentTenant} and b.status = {Bom.Active} and b.item_id = any({components})
              union
              select b.item_id, c.item_id from edges e
              join boms b on b.tenant_id = {db.CurrentTenant} and b.status = {Bom.Active} and b.item_id = e.component_id
              join bom_components c on c.tenant_id = b.tenant_id and c.bom_id = b.id)
            select item_id as "ItemId", component_id as "ComponentId" from edges
            """).ToListAsync(ct);
        if (BomGraph.CycleOf(bom.ItemId, components, edges.ToLookup(edge => edge.ItemId, edge => edge.ComponentId)) is not { } way) return;
        var numbers = await db.Items.Where(i => way.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.ItemNo, ct);
        throw new BrokenRuleException("bom_cycle", $"{bom.ItemNo} would be made of itself: {string.Join(" → ", way.Select(item => numbers[item]))}.",
            new ErrorDetail("components", "bom_cycle", "make a circle", new Dictionary<string, object?>
            {
                ["path"] = way, ["itemNos"] = way.Select(item => numbers[item]).ToList(),
            }));
    }

    sealed record Edge(Guid ItemId, Guid ComponentId);
}
