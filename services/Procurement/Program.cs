using Atlas.Contracts.Procurement;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.Procurement;
using Atlas.Procurement.Items;
using Atlas.Procurement.PurchaseOrders;
using Atlas.Procurement.Receipts;
using Atlas.Procurement.Requisitions;
using Atlas.Procurement.Settings;
using Atlas.Procurement.SupplierItems;
using Atlas.Procurement.SupplierReturns;
using Atlas.Procurement.Suppliers;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("procurement");
builder.AddDatabase<ProcurementDb>("procurementdb").FollowWithDemo(Demo.Tenant, Demo.AddAsync);
builder.AddMessaging("procurement", typeof(PurchaseOrderChanged).Assembly, bus =>
{
    bus.AddConsumer<TakeOverChangedItem>();
    bus.AddConsumer<RaiseRequestedRequisition>();
    bus.AddConsumer<SettleReceipt>();
    bus.AddConsumer<SettleReceiptReversal>();
    bus.AddConsumer<SettleSupplierReturn>();
});
builder.Services.AddScopedActions();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

var api = app.MapGroup("/v1/procurement").InUnitOfWork<ProcurementDb>();
api.MapSettings();
api.MapSuppliers();
api.MapSupplierItems();
api.MapRequisitions();
api.MapPurchaseOrders();
api.MapReceipts();
api.MapSupplierReturns();

app.MapErrorQueues();

app.Run();
