using Atlas.Contracts.Catalog;
using Atlas.Inventory;
using Atlas.Inventory.Adjustments;
using Atlas.Inventory.Allocations;
using Atlas.Inventory.Availability;
using Atlas.Inventory.Balances;
using Atlas.Inventory.Counts;
using Atlas.Inventory.Demo;
using Atlas.Inventory.Documents;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.IntegrityChecks;
using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Moves;
using Atlas.Inventory.PeriodCloses;
using Atlas.Inventory.Policies;
using Atlas.Inventory.Reservations;
using Atlas.Inventory.Statuses;
using Atlas.Inventory.Supplies;
using Atlas.Inventory.Transactions;
using Atlas.Inventory.Transfers;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("inventory");
builder.AddDatabase<InventoryDb>("inventorydb")
    .StartWithDemo(StockDemo.Tenant, DemoPlaces.Add)
    .StartWithDemo("acme", DemoPlaces.Add);
if (builder.Configuration.GetValue("Atlas:DemoData", builder.Environment.IsDevelopment())) builder.Services.AddHostedService<StockDemo>();
builder.AddMessaging("inventory", typeof(ItemChanged).Assembly, bus =>
{
    bus.AddConsumer<TakeOverChangedItem>();
    bus.AddConsumer<ExpectPurchaseOrder>();
    bus.AddConsumer<ReserveStockForDocument>();
    bus.AddConsumer<ReleaseReservationsOfDocument>();
    bus.AddConsumer<PostReceiptOfDocument>();
    bus.AddConsumer<ReverseReceiptOfDocument>();
    bus.AddConsumer<PostShipmentOfDocument>();
    bus.AddConsumer<PostProductionOfDocument>();
    bus.AddConsumer<ReverseProductionOfDocument>();
});
builder.Services.AddSingleton<LedgerWriter>();
builder.Services.AddHostedService<Partitions>();
builder.Services.AddHostedService<ExpireReservations>();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

var v1 = app.MapGroup("/v1").WaitingForLedger().InUnitOfWork<InventoryDb>();
v1.MapFacilities();
v1.MapLots();
v1.MapStockStatuses();
v1.MapBalances();
v1.MapTransactions();
v1.MapReservations();
v1.MapAllocations();
v1.MapAvailability();
v1.MapIntegrityChecks();
v1.MapPeriodCloses();
v1.MapPolicies();
v1.MapTransfers();
v1.MapCounts();

// What changes stock shares its transaction with others that arrive at the same time; see LedgerWriter.
var posting = app.MapGroup("/v1").InGroupedWork();
posting.MapAdjustments();
posting.MapLotChanges();
posting.MapMoves();
posting.MapReversals();
posting.MapReservationActions();
posting.MapPeriodClosing();
posting.MapTransferActions();
posting.MapCountPosting();

app.MapErrorQueues();

app.Run();
