using Atlas.Contracts.Inventory;
using Atlas.Contracts.Production;
using Atlas.Persistence;
using Atlas.Production.Batches;
using Atlas.Production.Boms;
using Atlas.Production.WorkOrders;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production;

/// <summary>
/// The four batches that seed 000 shows, of which Orders has its copies; and what a shirt of the demo is made of, over two levels, with a work
/// order for it.
/// </summary>
static class Demo
{
    public const string Tenant = "demo";
    const string By = "atlas";
    const string Shirt = "SUM-TEE-FOR";
    const string Cut = "SUM-CUT-FOR";
    const string Jersey = "FAB-JER-FOR";
    const string Label = "LBL-SUM-01";

    public static async Task Batches(ProductionDb db, CancellationToken ct)
    {
        if (await db.Batches.AnyAsync(ct)) return;
        // Lists are newest first, and the seed prints the first batch first.
        var newest = new DateTimeOffset(2026, 4, 13, 9, 0, 0, TimeSpan.Zero);
        db.AddRange(DemoBatches.All.Select((batch, index) => Batch.Of(batch, newest.AddDays(-7 * index))));
    }

    /// <summary>Adds them once all items are known. Left alone where the tenant has bills of materials already.</summary>
    public static async Task<bool> Documents(ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.Boms.AnyAsync(ct)) return true;
        string[] numbers = [Shirt, Cut, Jersey, Label];
        var items = await db.Items.Where(i => numbers.Contains(i.ItemNo)).ToDictionaryAsync(i => i.ItemNo, ct);
        if (items.Count < numbers.Length) return false;

        var now = time.GetUtcNow();
        await BomAsync(Cut, (Jersey, 0.85m, 4));
        var shirt = await BomAsync(Shirt, (Cut, 1, 0), (Label, 1, 2));
        var order = new WorkOrder
        {
            Id = Guid.CreateVersion7(now), WorkOrderNo = await db.NextNumberAsync(WorkOrder.NumberPrefix, ct), ItemId = items[Shirt].Id, ItemNo = Shirt, BomId = shirt.Id,
            FacilityId = DemoFacilities.Warehouse, PlannedStart = now.AddDays(3), PlannedEnd = now.AddDays(5), Priority = WorkOrder.UsualPriority,
            CreatedBy = By, CreatedAt = now, UpdatedAt = now,
        };
        await WorkOrderRules.WriteAsync(db, order, items[Shirt], 40, null, ct);
        db.Add(order);
        db.Announce(order, "created");
        return true;

        async Task<Bom> BomAsync(string made, params (string ItemNo, decimal Qty, decimal ScrapPct)[] components)
        {
            var bom = new Bom
            {
                Id = Guid.CreateVersion7(now), BomNo = await db.NextNumberAsync(Bom.NumberPrefix, ct), VersionNo = 1, ItemId = items[made].Id, ItemNo = made, CreatedBy = By,
                CreatedAt = now, UpdatedAt = now,
            };
            var intake = await BomIntake.ForAsync(db, items.Values.Select(item => item.Id), ct);
            intake.WriteOutput(bom, bom.ItemId, 1, null);
            intake.WriteComponents(bom, [.. components.Select(c => new BomComponentRequest(
                null, items[c.ItemNo].Id, c.Qty, null, c.ScrapPct, false, BomComponent.Backflush, null, null, null))]);
            intake.Finish(bom);
            bom.Activate(new Step(now, By));
            db.Add(bom);
            db.Announce(bom, "activated");
            return bom;
        }
    }
}
