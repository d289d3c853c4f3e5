using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items.Imports;

static class ItemImportTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<ItemImport>(table =>
        {
            table.ToTable("item_imports");
            table.HasKey(i => new { i.TenantId, i.Id });
            table.Ignore(i => i.IsOver).Ignore(i => i.AllowedActions);
            table.Property(i => i.Errors).AsJson();
            table.HasIndex(i => new { i.TenantId, i.CreatedAt, i.Id }); // The list, newest first.
            table.HasIndex(i => i.CreatedAt).HasFilter("finished_at is null"); // What is still to be done.
        });
        model.Entity<ItemImportFile>(table =>
        {
            table.ToTable("item_import_files");
            table.HasKey(f => new { f.TenantId, f.ImportId });
        });
    }
}
