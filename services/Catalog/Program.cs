using Atlas.Catalog;
using Atlas.Catalog.Items;
using Atlas.Catalog.Items.Imports;
using Atlas.Catalog.Tenants;
using Atlas.Catalog.Uoms;
using Atlas.Contracts.Catalog;
using Atlas.Persistence;
using Atlas.Persistence.ErrorQueues;
using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("catalog");
builder.AddDatabase<CatalogDb>("catalogdb");
builder.AddMessaging("catalog", typeof(ItemChanged).Assembly, bus => bus.AddConsumer<NoteStockOfItem>());
builder.Services.AddSingleton<StartedTenants>();
builder.Services.AddSingleton(Demo.From(builder.Configuration, builder.Environment));
builder.Services.AddScoped<ItemSearch>();
builder.Services.AddSingleton<SearchSamples>();
builder.Services.AddSingleton<ItemImporter>();
builder.Services.AddHostedService(services => services.GetRequiredService<ItemImporter>());
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

var v1 = app.MapGroup("/v1").StartTenants().InUnitOfWork<CatalogDb>();
v1.MapItems();
v1.MapUoms();

app.MapErrorQueues();

app.Run();
