using Atlas.Contracts.Production;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.Production;
using Atlas.Production.Batches;
using Atlas.Production.Boms;
using Atlas.Production.Items;
using Atlas.Production.Planning;
using Atlas.Production.WorkOrders;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("production");
builder.AddDatabase<ProductionDb>("productiondb").StartWithDemo(Demo.Tenant, Demo.Batches).FollowWithDemo(Demo.Tenant, Demo.Documents);
builder.AddMessaging("production", typeof(BatchPlanned).Assembly, bus =>
{
    bus.AddConsumer<PlanBatchesForBrandOrder>();
    bus.AddConsumer<CancelBatchesOfOrder>();
    bus.AddConsumer<CompleteReportedMilestone>();
    bus.AddConsumer<TakeOverChangedItem>();
    bus.AddConsumer<SettleRelease>();
    bus.AddConsumer<SettlePosting>();
    bus.AddConsumer<SettleReversal>();
    bus.AddConsumer<SettleEnd>();
    bus.AddConsumer<FollowReservation>();
});
builder.Services.AddScopedActions();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

app.MapGroup("/api/v1").InUnitOfWork<ProductionDb>().MapBatches();
app.MapGroup("/v1/items").InUnitOfWork<ProductionDb>().MapWhereUsed();
var api = app.MapGroup("/v1/production").InUnitOfWork<ProductionDb>();
api.MapPlanning();
api.MapBoms();
api.MapWorkOrders();

app.MapErrorQueues();

app.Run();
