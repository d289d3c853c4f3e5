using Atlas.Contracts.Production;
using Atlas.Orders.Batches;
using Atlas.Orders.Conversations;
using Atlas.Orders.Customers;
using Atlas.Orders.Orders;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders;

/// <summary>The rows that seed 000 shows: 2 brands, 5 orders, and the 4 batches that make them. Production has the same batches.</summary>
static class Demo
{
    /// <summary>The two brands. Left alone where brands are there already.</summary>
    public static async Task Brands(OrdersDb db, CancellationToken ct)
    {
        if (await db.Customers.AnyAsync(ct)) return;
        db.Add(Brand("meridian", "Meridian Outdoor", "#1E3A8A", "Jonas Weber", "jonas@meridianoutdoor.com", At(2026, 1, 12)));
        db.Add(Brand("summit", "Summit Athletics", "#14532D", "Mira Chen", "mira@summitathletics.com", At(2026, 1, 15)));
    }

    /// <summary>Brands, orders, batches and what was said about them.</summary>
    public static async Task Orders(OrdersDb db, CancellationToken ct)
    {
        if (await db.Orders.AnyAsync(ct)) return;
        await Brands(db, ct);

        Add(db, Order("ord-001", "PO-2417", "summit", new(2026, 6, 10), At(2026, 4, 12), BrandOrder.InProduction,
            ("SUM-TEE-FOR", "Trail tee", "Forest", "S", 600), ("SUM-TEE-FOR", "Trail tee", "Forest", "M", 800),
            ("SUM-TEE-FOR", "Trail tee", "Forest", "L", 700), ("SUM-CAP-FOR", "Trail cap", "Forest", "One size", 300)), DemoBatches.Batch001);
        Add(db, Order("ord-002", "PO-2412", "meridian", new(2026, 6, 24), At(2026, 4, 9), BrandOrder.InProduction,
            ("MER-SHELL-NVY", "Rain shell", "Navy", "M", 500), ("MER-SHELL-NVY", "Rain shell", "Navy", "L", 700)), DemoBatches.Batch002);
        Add(db, Order("ord-003", "PO-2405", "summit", new(2026, 7, 2), At(2026, 4, 3), BrandOrder.InProduction,
            ("SUM-SHORT-BLK", "Running short", "Black", "M", 900), ("SUM-SHORT-BLK", "Running short", "Black", "L", 900)), DemoBatches.Batch003);
        Add(db, Order("ord-004", "PO-2398", "meridian", new(2026, 8, 15), At(2026, 3, 30), BrandOrder.Received,
            ("MER-FLEECE-GRY", "Grid fleece", "Grey", "M", 400), ("MER-FLEECE-GRY", "Grid fleece", "Grey", "L", 400)));
        Add(db, Order("ord-005", "PO-2371", "summit", new(2026, 4, 5), At(2026, 2, 2), BrandOrder.Shipped,
            ("SUM-SOCK-WHT", "Crew sock", "White", "M", 1_500), ("SUM-SOCK-WHT", "Crew sock", "White", "L", 1_500)), DemoBatches.Batch004);
    }

    static void Add(OrdersDb db, BrandOrder order, BatchSnapshot? batch = null)
    {
        db.Add(order);
        if (batch is null) return;
        order.BatchIds.Add(batch.Id);
        db.Add(OrderBatch.Of(batch));
        db.AddRange(batch.Milestones.Where(m => m.State == "done").Select(m => new ConversationMessage
        {
            OrderId = order.Id,
            Id = Guid.CreateVersion7(m.CompletedAt!.Value),
            At = m.CompletedAt.Value,
            AuthorRole = ConversationMessage.ByAtlas,
            AuthorName = "Atlas",
            Body = $"{m.Label} completed for batch {batch.Code} ({batch.Factory}) by {m.CompletedBy}.",
            Kind = ConversationMessage.AutoUpdate,
            MilestoneRef = $"{batch.Id}/{m.Id}",
            CreatedAt = m.CompletedAt.Value,
        }));
    }

    static BrandOrder Order(
        string id, string code, string brand, DateOnly shipBy, DateTimeOffset receivedAt, string status,
        params (string Sku, string Description, string Color, string Size, int Units)[] lines)
    {
        var order = new BrandOrder
        {
            Id = id,
            Code = code,
            BrandSlug = brand,
            ShipBy = shipBy,
            TotalUnits = lines.Sum(line => line.Units),
            LineItemCount = lines.Length,
            ReceivedAt = receivedAt,
            UpdatedAt = receivedAt,
        }.WithStatus(status, status == BrandOrder.Shipped ? At(2026, 4, 3) : null);
        order.LineItems.AddRange(lines.Select((line, index) => new BrandOrderLineItem
        {
            Id = $"li-{index + 1:000}",
            LineNo = index + 1,
            Sku = line.Sku,
            Description = line.Description,
            Color = line.Color,
            Size = line.Size,
            Units = line.Units,
            ShippedUnits = status == BrandOrder.Shipped ? line.Units : 0,
        }));
        return order;
    }

    static Customer Brand(string slug, string name, string color, string contact, string email, DateTimeOffset since) => new()
    {
        Slug = slug,
        Name = name,
        PrimaryColor = color,
        Contact = contact,
        ContactEmail = email,
        CreatedAt = since,
        UpdatedAt = since,
    };

    static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 9, 0, 0, TimeSpan.Zero);
}
