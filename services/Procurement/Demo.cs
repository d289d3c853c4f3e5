using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using Atlas.Procurement.PurchaseOrders;
using Atlas.Procurement.SupplierItems;
using Atlas.Procurement.Suppliers;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement;

/// <summary>Suppliers of the demo's items with their price lists, an order that is on its way, and one that waits for approval.</summary>
static class Demo
{
    public const string Tenant = "demo";
    const string By = "atlas";

    static readonly Offer[] Offers =
    [
        new("NORD", "TBL-NOTE-08", "box", "NP-A5-12", null, 5, 7, [new(0, 26.40m), new(20, 25.20m)]),
        new("NORD", "TBL-PEN-01", "each", "NP-GEL-B", 100, 50, 7, [new(0, 0.38m), new(1_000, 0.35m)]),
        new("ALTI", "COF-BEAN-ETH", "kg", "YIRGA-1", 25, null, 21, [new(0, 9.80m), new(250, 9.20m)]),
        new("WEAVE", "FAB-JER-FOR", "m", "J180-FOR", 50, 10, 14, [new(0, 3.60m)]),
        new("WEAVE", "LBL-SUM-01", "each", "L-SUM", 500, 500, 10, [new(0, 0.04m)]),
    ];

    /// <summary>Adds them once all items are known. Left alone where the tenant has suppliers already.</summary>
    public static async Task<bool> AddAsync(ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.Suppliers.AnyAsync(ct)) return true;
        var numbers = Offers.Select(offer => offer.ItemNo).ToHashSet();
        var items = await db.Items.Where(i => numbers.Contains(i.ItemNo)).ToDictionaryAsync(i => i.ItemNo, ct);
        if (items.Count < numbers.Count) return false;

        var now = time.GetUtcNow();
        Supplier[] suppliers = [Supplier("NORD", "Nord Paper", "EUR"), Supplier("ALTI", "Alti Coffee Traders", "EUR"), Supplier("WEAVE", "Weave & Co", "EUR")];
        db.AddRange(suppliers);
        foreach (var offer in Offers)
        {
            var uom = items[offer.ItemNo].UomOf(offer.Uom)!;
            db.Add(new SupplierItem
            {
                Id = Guid.CreateVersion7(now), SupplierId = Array.Find(suppliers, s => s.Code == offer.Supplier)!.Id, ItemId = items[offer.ItemNo].Id, UomId = uom.Id,
                UomCode = uom.Code, SupplierSku = offer.Sku, MinOrderQty = offer.Least, MultipleOf = offer.MultipleOf, LeadTimeDays = offer.LeadTimeDays, Currency = "EUR",
                PriceBreaks = [.. offer.Prices], IsPreferred = true, CreatedBy = By, CreatedAt = now, UpdatedAt = now,
            });
        }

        await db.SaveChangesAsync(ct); // Orders read the price lists.
        var step = new Step(now, By);
        var paper = await OrderAsync(suppliers[0], ("TBL-NOTE-08", 20), ("TBL-PEN-01", 500));
        paper.Submit(step, isWithinRule: false);
        paper.Approve(step);
        paper.Send(step);
        db.Announce(paper, "sent");
        var coffee = await OrderAsync(suppliers[1], ("COF-BEAN-ETH", 60));
        coffee.Submit(step, isWithinRule: false);
        db.Announce(coffee, "submitted");
        return true;

        Supplier Supplier(string code, string name, string currency) => new()
        {
            Id = Guid.CreateVersion7(now), Code = code, Name = name, Currency = currency, PaymentTermsDays = 30, CreatedBy = By, CreatedAt = now, UpdatedAt = now,
        };

        async Task<PurchaseOrder> OrderAsync(Supplier supplier, params (string ItemNo, decimal Qty)[] lines)
        {
            var order = new PurchaseOrder
            {
                Id = Guid.CreateVersion7(now), PoNo = await db.NextNumberAsync(PurchaseOrder.NumberPrefix, ct), SupplierId = supplier.Id,
                FacilityId = DemoFacilities.Warehouse, Currency = "EUR", OrderDate = DateOnly.FromDateTime(now.UtcDateTime), CreatedBy = By, CreatedAt = now, UpdatedAt = now,
            };
            var intake = await LineIntake.ForAsync(db, supplier, lines.Select(line => items[line.ItemNo].Id), time, ct);
            order.Lines.AddRange(intake.Write(order, [.. lines.Select(line => new PurchaseOrderLineRequest(
                null, items[line.ItemNo].Id, null, line.Qty, Array.Find(Offers, offer => offer.ItemNo == line.ItemNo)!.Uom, null, null, null, null, null, null))]));
            order.Sum();
            db.Add(order);
            return order;
        }
    }

    sealed record Offer(string Supplier, string ItemNo, string Uom, string Sku, decimal? Least, decimal? MultipleOf, int LeadTimeDays, PriceBreak[] Prices);
}
