using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Atlas.Sales.Items;
using Atlas.Sales.Orders;
using Atlas.Sales.Returns;
using Atlas.Sales.Settings;
using Atlas.Sales.Shipments;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales;

/// <summary>Sales orders, shipments and returns, and a copy of the items.</summary>
sealed class SalesDb(DbContextOptions<SalesDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<Item> Items => Set<Item>();
    public DbSet<SalesSettings> Settings => Set<SalesSettings>();
    public DbSet<SalesOrder> SalesOrders => Set<SalesOrder>();
    public DbSet<StockHold> Holds => Set<StockHold>();
    public DbSet<Shipment> Shipments => Set<Shipment>();
    public DbSet<SalesReturn> Returns => Set<SalesReturn>();

    /// <summary>Tells the other services what happened to an order.</summary>
    public void Announce(SalesOrder order, string what) => Publish(order.News(what), order.Id.ToString(), order.Version);

    protected override void MapTables(ModelBuilder model)
    {
        DocumentNumber.Map(model);
        ItemTable.Map(model);
        SettingsTable.Map(model);
        SalesOrderTable.Map(model);
        ShipmentTable.Map(model);
        SalesReturnTable.Map(model);
    }
}

sealed class SalesDesignTime : DesignTime<SalesDb>;
