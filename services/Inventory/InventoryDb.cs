using Atlas.Inventory.Costing;
using Atlas.Inventory.Counts;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Policies;
using Atlas.Inventory.Reservations;
using Atlas.Inventory.Supplies;
using Atlas.Inventory.Transfers;
using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory;

/// <summary>Where stock can be, the ledger of its movements, what is held of it, and a copy of the items.</summary>
sealed class InventoryDb(DbContextOptions<InventoryDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Facility> Facilities => Set<Facility>();
    public DbSet<Location> Locations => Set<Location>();
    public DbSet<Item> Items => Set<Item>();
    public DbSet<Lot> Lots => Set<Lot>();
    public DbSet<LedgerTransaction> Transactions => Set<LedgerTransaction>();
    public DbSet<LedgerHead> LedgerHeads => Set<LedgerHead>();
    public DbSet<LedgerLine> Lines => Set<LedgerLine>();
    public DbSet<Balance> Balances => Set<Balance>();
    public DbSet<Reservation> Reservations => Set<Reservation>();
    public DbSet<Allocation> Allocations => Set<Allocation>();
    public DbSet<ReorderPolicy> ReorderPolicies => Set<ReorderPolicy>();
    public DbSet<Transfer> Transfers => Set<Transfer>();
    public DbSet<CostPool> CostPools => Set<CostPool>();
    public DbSet<ExpectedSupply> ExpectedSupplies => Set<ExpectedSupply>();
    public DbSet<CountSession> CountSessions => Set<CountSession>();
    public DbSet<CountLine> CountLines => Set<CountLine>();

    protected override void MapTables(ModelBuilder model)
    {
        FacilityTable.Map(model);
        LocationTable.Map(model);
        ItemTable.Map(model);
        LotTable.Map(model);
        LedgerTable.Map(model);
        CostTable.Map(model);
        ReservationTable.Map(model);
        ReorderPolicyTable.Map(model);
        TransferTable.Map(model);
        CountTable.Map(model);
        ExpectedSupplyTable.Map(model);
        DocumentNumber.Map(model);
    }
}

sealed class InventoryDesignTime : DesignTime<InventoryDb>;
