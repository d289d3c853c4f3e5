using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Settings;

static class SettingsTable
{
    public static void Map(ModelBuilder model) => model.Entity<ProcurementSettings>(table =>
    {
        table.ToTable("settings");
        table.HasKey(s => s.TenantId);
        table.Property(s => s.CredentialLimits).AsJson();
    });
}
