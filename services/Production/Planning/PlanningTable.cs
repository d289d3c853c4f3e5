using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Atlas.Production.Planning;

static class PlanningTable
{
    public static void Map(ModelBuilder model) => model.Entity<PlanningRules>(table =>
    {
        table.ToTable("planning_rules");
        table.HasKey(r => r.TenantId);
        // Read and replaced as a whole.
        table.Property(r => r.FactoryLines).HasColumnType("jsonb").HasConversion(
            lines => JsonSerializer.Serialize(lines, JsonSerializerOptions.Web),
            json => JsonSerializer.Deserialize<List<FactoryLine>>(json, JsonSerializerOptions.Web)!,
            new ValueComparer<List<FactoryLine>>((a, b) => ReferenceEquals(a, b), list => list.Count, list => list));
    });
}
