using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory;

/// <summary>The last number that a tenant's documents of one kind have got.</summary>
sealed class DocumentNumber : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary>What the numbers begin with, for example <c>TRF</c>.</summary>
    public required string Prefix { get; init; }
    public required long LastNo { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<DocumentNumber>(table =>
    {
        table.ToTable("document_numbers");
        table.HasKey(n => new { n.TenantId, n.Prefix });
    });

    /// <summary>The next number, for example <c>TRF-000042</c>. Without gaps: it is given back when the unit of work is.</summary>
    public static async Task<string> NextAsync(InventoryDb db, string prefix, CancellationToken ct)
    {
        // By hand: one statement makes the row or counts it up, and holds it until the commit.
        var numbers = await db.Database.SqlQuery<long>($"""
            insert into document_numbers (tenant_id, prefix, last_no) values ({db.CurrentTenant}, {prefix}, 1)
            on conflict (tenant_id, prefix) do update set last_no = document_numbers.last_no + 1 returning last_no
            """).ToListAsync(ct);
        return $"{prefix}-{numbers[0]:000000}";
    }
}
