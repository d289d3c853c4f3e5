using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Suppliers;

static class SupplierTable
{
    public static void Map(ModelBuilder model) => model.Entity<Supplier>(table =>
    {
        table.ToTable("suppliers");
        table.HasKey(s => new { s.TenantId, s.Id });
        table.HasIndex(s => new { s.TenantId, s.Code }).IsUnique(); // A code names one supplier.
        table.HasIndex(s => new { s.TenantId, s.ExternalId }).IsUnique();
        table.HasIndex(s => new { s.TenantId, s.CreatedAt, s.Id }); // The list, newest first.
        table.Property(s => s.Addresses).AsJson();
        table.Property(s => s.Contacts).AsJson();
    });
}
