using Atlas.Contracts.Orders;
using Atlas.Orders;
using Atlas.Orders.Batches;
using Atlas.Orders.Conversations;
using Atlas.Orders.Customers;
using Atlas.Orders.Orders;
using Atlas.Orders.Portal;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("orders");
builder.AddDatabase<OrdersDb>("ordersdb")
    .StartWithDemo("demo", Demo.Orders)
    .StartWithDemo("acme", Demo.Brands);
builder.AddMessaging("orders", typeof(BrandOrderReceived).Assembly, bus =>
{
    bus.AddConsumer<TakeOverPlannedBatch>();
    bus.AddConsumer<TakeOverChangedBatch>();
    bus.AddConsumer<TellOfCompletedMilestone>();
    bus.AddConsumer<TellOfReopenedMilestone>();
});
builder.Services.AddSingleton<PortalAddress>();
builder.Services.AddSingleton<PortalLinks>();
builder.Services.AddRazorComponents();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

var api = app.MapGroup("/api/v1").InUnitOfWork<OrdersDb>();
api.MapBrandOrders();
api.MapConversations();
api.MapCustomers();
api.MapPortalLinks();
app.MapPortal();

app.MapErrorQueues();

app.Run();
