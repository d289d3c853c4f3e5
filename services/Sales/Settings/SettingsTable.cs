using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Settings;

static class SettingsTable
{
    public static void Map(ModelBuilder model) => model.Entity<SalesSettings>(table =>
    {
        table.ToTable("settings");
        table.HasKey(s => s.TenantId);
    });
}
