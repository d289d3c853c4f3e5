using System.Text.Json;
using Atlas.Contracts.Production;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Atlas.Orders.Batches;

static class OrderBatchTable
{
    public static void Map(ModelBuilder model) => model.Entity<OrderBatch>(table =>
    {
        table.ToTable("order_batches");
        table.HasKey(b => new { b.TenantId, b.OrderId, b.BatchId });
        // Read and written as a whole, as it comes with each event.
        table.Property(b => b.Milestones).HasColumnType("jsonb").HasConversion(
            milestones => JsonSerializer.Serialize(milestones, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<MilestoneSnapshot>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<List<MilestoneSnapshot>>(
                (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)), list => list.Count, list => list));
    });
}
