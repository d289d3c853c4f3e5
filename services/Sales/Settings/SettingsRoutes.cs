using Atlas.ServiceDefaults;

namespace Atlas.Sales.Settings;

static class SettingsRoutes
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/settings", GetSettings.Handle).RequireScope("sales:read").Produces<Envelope<SettingsView>>();
        api.MapPut("/settings", PutSettings.Handle).RequireScope(Scope.Admin).Produces<Envelope<SettingsView>>();
    }
}
