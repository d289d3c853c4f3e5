using Atlas.Inventory.Locations;
using Atlas.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Ledger;

static class LedgerTable
{
    public const string NoSerial = "";

    // One number for what is added up, so that the index by it is small; who asks compares the rest, too. The tenant is $1.
    public const string StockKey = "stock_key($1, item_id, location_id, lot_id, serial_no, status_id)";
    public const string PoolKey = "pool_key($1, item_id)";
    public static readonly string LineKey =
        $"case when facility_id is not null then {StockKey} when location_id <> '{VirtualLocation.InTransit.Id}' then {PoolKey} end";

    public static void Map(ModelBuilder model)
    {
        model.Entity<LedgerHead>(table =>
        {
            table.ToTable("ledger_heads");
            table.HasKey(h => h.TenantId);
        });

        // Both are partitioned by the month of posting, which the migration says by hand; so it is part of the keys.
        model.Entity<LedgerTransaction>(table =>
        {
            table.ToTable("ledger_transactions").IsAppendOnly();
            table.HasKey(t => new { t.TenantId, t.LedgerSeq, t.PostedAt });
            table.Ignore(t => t.TransactionNo);
            table.HasIndex(t => new { t.TenantId, t.Id }); // One by its id.
            table.HasIndex(t => new { t.TenantId, t.EffectiveAt }); // The list by date.
            table.HasIndex(t => new { t.TenantId, t.SourceType, t.SourceId }).HasFilter("source_type is not null"); // What a document has posted.
            table.HasIndex(t => new { t.TenantId, t.ReversesTransactionId }).HasFilter("reverses_transaction_id is not null");
        });
        model.Entity<LedgerLine>(table =>
        {
            table.ToTable("ledger_lines").IsAppendOnly();
            table.HasKey(l => new { l.TenantId, l.LedgerSeq, l.LineNo, l.PostedAt });
            table.Ignore(l => l.Key).Ignore(l => l.IsInternal);
            table.HasIndex(l => new { l.TenantId, l.ItemId, l.LocationId, l.EffectiveAt }); // A balance at a time; what came later.
            table.Property<long?>("RunningKey").IsInsertedAs(LineKey);
            table.HasIndex("RunningKey", nameof(LedgerLine.PostedAt), nameof(LedgerLine.LedgerSeq)).HasFilter("running_key is not null"); // What it had come to by then.
            table.HasIndex(l => new { l.TenantId, l.LotId }).HasFilter($"lot_id <> '{Guid.Empty}'"); // What happened to a lot.
            table.HasIndex(l => new { l.TenantId, l.CorrectsSeq }).HasFilter("corrects_seq is not null"); // What a line is worth by now.
        });
        model.Entity<Balance>(table =>
        {
            table.ToTable("balances");
            table.HasKey(b => new { b.TenantId, b.ItemId, b.LocationId, b.LotId, b.SerialNo, b.StatusId });
            table.Property(b => b.SerialNo).HasMaxLength(64);
            table.Ignore(b => b.Key).Ignore(b => b.IsAvailable);
            table.Property<long>("RunningKey").IsInsertedAs(StockKey);
            table.HasIndex(b => new { b.TenantId, b.FacilityId, b.LocationId }); // What is in a facility, or at a location.
        });
        model.Entity<PostedSource>(table =>
        {
            table.ToTable("posted_sources").IsAppendOnly();
            table.HasKey(s => new { s.TenantId, s.SourceType, s.SourceId, s.Action });
        });
    }
}
