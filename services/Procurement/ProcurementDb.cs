using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Atlas.Procurement.Items;
using Atlas.Procurement.PurchaseOrders;
using Atlas.Procurement.Receipts;
using Atlas.Procurement.Requisitions;
using Atlas.Procurement.Settings;
using Atlas.Procurement.SupplierItems;
using Atlas.Procurement.SupplierReturns;
using Atlas.Procurement.Suppliers;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement;

/// <summary>Suppliers and what they sell, requisitions, purchase orders, receipts and returns, and a copy of the items.</summary>
sealed class ProcurementDb(DbContextOptions<ProcurementDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Item> Items => Set<Item>();
    public DbSet<ProcurementSettings> Settings => Set<ProcurementSettings>();
    public DbSet<Supplier> Suppliers => Set<Supplier>();
    public DbSet<SupplierItem> SupplierItems => Set<SupplierItem>();
    public DbSet<Requisition> Requisitions => Set<Requisition>();
    public DbSet<PurchaseOrder> PurchaseOrders => Set<PurchaseOrder>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<SupplierReturn> SupplierReturns => Set<SupplierReturn>();

    /// <summary>Tells the other services what happened to an order.</summary>
    public void Announce(PurchaseOrder order, string what) => Publish(order.News(what), order.Id.ToString(), order.Version);

    /// <summary>Tells the other services what happened to a requisition.</summary>
    public void Announce(Requisition requisition, string what) => Publish(requisition.News(what), requisition.Id.ToString(), requisition.Version);

    /// <summary>Tells the other services what became of a receipt.</summary>
    public void Announce(Receipt receipt, PurchaseOrder order) => Publish(receipt.News(order), receipt.Id.ToString(), receipt.Version);

    /// <summary>Tells the other services what happened to a supplier return.</summary>
    public void Announce(LockedSupplierReturn locked, string what) =>
        Publish(locked.Return.News(locked.Order, what), locked.Return.Id.ToString(), locked.Return.Version);

    protected override void MapTables(ModelBuilder model)
    {
        DocumentNumber.Map(model);
        ItemTable.Map(model);
        SettingsTable.Map(model);
        SupplierTable.Map(model);
        SupplierItemTable.Map(model);
        RequisitionTable.Map(model);
        PurchaseOrderTable.Map(model);
        ReceiptTable.Map(model);
        SupplierReturnTable.Map(model);
    }
}

sealed class ProcurementDesignTime : DesignTime<ProcurementDb>;
