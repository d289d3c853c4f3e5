using Atlas.Contracts.Inventory;
using Atlas.Persistence;
using Atlas.Sales.Orders;
using Atlas.Sales.Settings;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales;

/// <summary>Two orders of the demo's items: one that is open, and a draft.</summary>
static class Demo
{
    public const string Tenant = "demo";
    const string By = "atlas";
    static readonly string[] ItemNos = ["TBL-NOTE-08", "TBL-PEN-01", "COF-BEAN-ETH"];

    /// <summary>Adds them once all items are known. Left alone where the tenant has orders already.</summary>
    public static async Task<bool> AddAsync(SalesDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.SalesOrders.AnyAsync(ct)) return true;
        var items = await db.Items.Where(i => ItemNos.Contains(i.ItemNo)).ToDictionaryAsync(i => i.ItemNo, i => i.Id, ct);
        if (items.Count < ItemNos.Length) return false;

        var now = time.GetUtcNow();
        // It holds nothing, so that it does not depend on what Inventory knows by now.
        var open = await OrderAsync("Studio Birch", "web", ("TBL-NOTE-08", 24, 4.90m), ("TBL-PEN-01", 60, 1.20m));
        open.BeginOpening(new Step(now, By), ReservationPolicies.None);
        db.Announce(open, "opened");
        db.Announce(await OrderAsync("Café Lumen", "phone", ("COF-BEAN-ETH", 7.5m, 18.50m)), "created");
        return true;

        async Task<SalesOrder> OrderAsync(string customer, string channel, params (string ItemNo, decimal Qty, decimal Price)[] lines)
        {
            var order = new SalesOrder
            {
                Id = Guid.CreateVersion7(now), OrderNo = await db.NextNumberAsync(SalesOrder.NumberPrefix, ct), CustomerName = customer, Channel = channel, Currency = "EUR",
                OrderDate = DateOnly.FromDateTime(now.UtcDateTime), FacilityId = DemoFacilities.Warehouse, Priority = SalesOrder.UsualPriority, CreatedBy = By, CreatedAt = now,
                UpdatedAt = now,
            };
            order.Become(await LineIntake.ReadAsync(db, order,
                [.. lines.Select(line => new SalesOrderLineRequest(null, items[line.ItemNo], null, line.Qty, null, line.Price, 0, 19, null, null))], now, ct));
            db.Add(order);
            return order;
        }
    }
}
