using System.Globalization;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Persistence;

/// <summary>The last number of a series of documents, for example of the purchase orders of a tenant.</summary>
/// <remarks>
/// Counted in a row and not by a sequence, so that each tenant counts from 1 and a document that is refused leaves no gap. The row is
/// locked until the commit: take the number last.
/// </remarks>
public sealed class DocumentNumber : ITenantOwned
{
    public string TenantId { get; private set; } = null!;

    /// <summary>What stands before the number, for example <c>PO</c>.</summary>
    public required string Prefix { get; init; }

    public required long LastNo { get; init; }

    /// <summary>Maps the table; for services that number documents.</summary>
    public static void Map(ModelBuilder model) => model.Entity<DocumentNumber>(table =>
    {
        table.ToTable("document_numbers");
        table.HasKey(n => new { n.TenantId, n.Prefix });
    });
}

/// <summary>Gives documents their numbers.</summary>
public static class DocumentNumbers
{
    /// <summary>The next number of the series, for example <c>PO-000042</c>.</summary>
    public static async Task<string> NextNumberAsync(this ServiceDb db, string prefix, CancellationToken ct)
    {
        var numbers = await db.Database.SqlQuery<long>($"""
            insert into document_numbers (tenant_id, prefix, last_no) values ({db.CurrentTenant}, {prefix}, 1)
            on conflict (tenant_id, prefix) do update set last_no = document_numbers.last_no + 1 returning last_no
            """).ToListAsync(ct);
        return $"{prefix}-{numbers[0].ToString("000000", CultureInfo.InvariantCulture)}";
    }
}
