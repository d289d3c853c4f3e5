using Atlas.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("procurement");
builder.Services.AddOpenApi(ApiDescription.Describe);

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi().AllowAnonymous();

app.Run();
