using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders.Customers;

static class CustomerTable
{
    public static void Map(ModelBuilder model) => model.Entity<Customer>(table =>
    {
        table.ToTable("customers");
        table.HasKey(c => new { c.TenantId, c.Slug });
        table.HasIndex(c => new { c.TenantId, c.CreatedAt, c.Slug }); // The list, newest first.
    });
}
