using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.Audit;

static class AuditTable
{
    public static void Map(ModelBuilder model)
    {
        var table = model.Entity<AuditEntry>();
        table.ToTable("audit");
        table.IsAppendOnly();
        table.HasKey(entry => new { entry.TenantId, entry.Id });
        table.HasIndex(entry => new { entry.TenantId, entry.Target }); // What happened to this?
    }
}
