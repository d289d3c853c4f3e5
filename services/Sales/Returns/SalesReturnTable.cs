using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

static class SalesReturnTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<SalesReturn>(table =>
        {
            table.ToTable("sales_returns");
            table.HasKey(r => new { r.TenantId, r.Id });
            table.HasIndex(r => new { r.TenantId, r.SalesOrderId, r.CreatedAt, r.Id }); // The list of an order, newest first.
            table.Ignore(r => r.InOrder);
            table.HasMany(r => r.Lines).WithOne().HasForeignKey(l => new { l.TenantId, l.SalesReturnId });
        });
        model.Entity<SalesReturnLine>(table =>
        {
            table.ToTable("sales_return_lines");
            table.HasKey(l => new { l.TenantId, l.SalesReturnId, l.LineNo });
            table.Property(l => l.SerialNos).AsJson();
        });
    }
}
