using Atlas.Contracts.Sales;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.Sales;
using Atlas.Sales.Items;
using Atlas.Sales.Orders;
using Atlas.Sales.Returns;
using Atlas.Sales.Settings;
using Atlas.Sales.Shipments;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("sales");
builder.AddDatabase<SalesDb>("salesdb").FollowWithDemo(Demo.Tenant, Demo.AddAsync);
builder.AddMessaging("sales", typeof(SalesOrderChanged).Assembly, bus =>
{
    bus.AddConsumer<TakeOverChangedItem>();
    bus.AddConsumer<SettleReservation>();
    bus.AddConsumer<SettleRelease>();
    bus.AddConsumer<FollowReservation>();
    bus.AddConsumer<SettleShipment>();
    bus.AddConsumer<SettleReturn>();
});
builder.Services.AddHostedService<CloseShippedOrders>();
builder.Services.AddScopedActions();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

var api = app.MapGroup("/v1/sales").InUnitOfWork<SalesDb>();
api.MapSettings();
api.MapSalesOrders();
api.MapShipments();
api.MapSalesReturns();

app.MapErrorQueues();

app.Run();
