using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Atlas.Webhooks.Tests.Sending;

/// <summary>Settings as a production host reads them.</summary>
static class Settings
{
    public static WebhookSettings With(params string[] allowedNetworks) => Read("Production", ("Webhooks:AllowedNetworks", string.Join(',', allowedNetworks)));

    public static WebhookSettings Read(string environment, params (string Name, string Value)[] settings) => WebhookSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build(), new Host(environment));

    sealed class Host(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;
        public string ApplicationName { get; set; } = "webhooks";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
