using Atlas.Contracts.Production;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Atlas.Webhooks;
using Atlas.Webhooks.Deliveries;
using Atlas.Webhooks.Endpoints;
using Atlas.Webhooks.Events;
using Atlas.Webhooks.MilestoneReports;
using Atlas.Webhooks.Secrecy;
using Atlas.Webhooks.Sending;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("webhooks");
builder.AddDatabase<WebhooksDb>("webhooksdb");
builder.AddMessaging("webhooks", typeof(BatchPlanned).Assembly, bus =>
{
    bus.AddConsumer<TellSubscribers>();
    bus.AddConsumer<TellSubscribersOfDocuments>();
    bus.AddConsumer<SettleMilestoneReport>();
});
builder.Services.AddSingleton(WebhookSettings.Read(builder.Configuration, builder.Environment));
builder.Services.AddSingleton<Sealer>();
builder.Services.AddScoped<EventLog>();
builder.Services.AddSingleton<UrlCheck>();
builder.AddSending();
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

app.MapGroup("/api/webhooks").InUnitOfWork<WebhooksDb>().MapMilestoneReports();
var v1 = app.MapGroup("/v1/webhooks").InUnitOfWork<WebhooksDb>();
v1.MapEndpoints();
v1.MapDeliveries();

app.MapErrorQueues();

app.Run();
