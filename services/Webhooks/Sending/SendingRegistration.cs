namespace Atlas.Webhooks.Sending;

static class SendingRegistration
{
    /// <summary>Registers all that sends deliveries.</summary>
    public static void AddSending(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<DueLanes>();
        services.AddSingleton<WakeDispatcherAfterCommit>();
        services.ConfigureDbContext<WebhooksDb>((scope, options) =>
            options.AddInterceptors(scope.GetRequiredService<WakeDispatcherAfterCommit>()));
        services.AddSingleton<AddressWall>();
        services.AddSingleton<Sender>();
        services.AddSingleton<Presence>();
        services.AddSingleton<Claims>();
        services.AddSingleton<Outcomes>();
        services.AddSingleton<RetryRules>();
        services.AddSingleton<Trouble>();
        services.AddHostedService<Dispatcher>();
    }
}
