using Atlas.Orders.Batches;
using Atlas.Orders.Conversations;
using Atlas.Orders.Customers;
using Atlas.Orders.Orders;
using Atlas.Persistence;
using Atlas.Persistence.Migrations;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Orders;

/// <summary>Brand orders, the brands, what is said about an order, and a copy of the batches that make it.</summary>
sealed class OrdersDb(DbContextOptions<OrdersDb> options, Tenant tenant) : ServiceDb(options, tenant)
{
    public DbSet<BrandOrder> Orders => Set<BrandOrder>();
    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<ConversationMessage> Conversations => Set<ConversationMessage>();
    public DbSet<OrderBatch> Batches => Set<OrderBatch>();

    protected override void MapTables(ModelBuilder model)
    {
        model.HasSequence(ShortIds.Sequence).IncrementsBy(ShortIds.Block);
        BrandOrderTable.Map(model);
        CustomerTable.Map(model);
        ConversationTable.Map(model);
        OrderBatchTable.Map(model);
    }
}

sealed class OrdersDesignTime : DesignTime<OrdersDb>;
