using System.Globalization;
using System.Net;

namespace Atlas.Webhooks;

/// <summary>What can be set about webhooks, all under <c>Webhooks:</c>.</summary>
sealed record WebhookSettings
{
    /// <summary>The delay before each try of a delivery, the first one included. As many entries as there are tries.</summary>
    public required IReadOnlyList<TimeSpan> RetrySchedule { get; init; }

    /// <summary>For one whole exchange: connect, request, answer.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long an endpoint may fail without one success before it is disabled.</summary>
    public required TimeSpan DisableAfter { get; init; }

    /// <summary>Networks that may be reached although they are private, with http and on any port unless one is named.</summary>
    public required IReadOnlyList<AllowedNetwork> AllowedNetworks { get; init; }

    /// <summary>Whether public addresses may be reached without TLS.</summary>
    public required bool AllowHttp { get; init; }

    /// <summary>Put in front of the paths that a thin or cut body links to, for example <c>https://api.example.com</c>.</summary>
    public required string PublicUrl { get; init; }

    // 75 hours and 35 minutes in all: a receiver may be away over a long weekend.
    static readonly TimeSpan[] UsualSchedule =
    [
        TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(15);
    static readonly TimeSpan UsualDisableAfter = TimeSpan.FromDays(5);

    /// <summary>Reads the settings; a wrong one stops the start.</summary>
    public static WebhookSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Webhooks");
        var schedule = Many(section, "RetrySchedule").Select(text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)).ToList();
        var networks = Many(section, "AllowedNetworks").Select(AllowedNetwork.Parse).ToList();
        if (networks.Count == 0 && environment.IsDevelopment()) networks = [.. AllowedNetwork.Loopback];
        return new WebhookSettings
        {
            RetrySchedule = schedule.Count > 0 ? schedule : UsualSchedule,
            Timeout = section.GetValue("Timeout", UsualTimeout),
            DisableAfter = section.GetValue("DisableAfter", UsualDisableAfter),
            AllowedNetworks = networks,
            AllowHttp = section.GetValue("AllowHttp", false),
            PublicUrl = (configuration["Atlas:PublicUrl"] ?? "").TrimEnd('/'),
        };
    }

    // A list, or one text with commas: the latter fits into one environment variable.
    static IEnumerable<string> Many(IConfigurationSection section, string name) =>
        (section[name]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ?? section.GetSection(name).Get<string[]>()) ?? [];
}

/// <summary>A network, and the one port of it or all.</summary>
sealed record AllowedNetwork(IPNetwork Network, int? Port)
{
    public static readonly IReadOnlyList<AllowedNetwork> Loopback = [Parse("127.0.0.0/8"), Parse("::1/128")];

    public bool Contains(IPAddress address, int port) => (Port is null || Port == port) && Network.Contains(address);

    /// <summary>Reads <c>10.0.0.0/8</c> or <c>10.0.0.0/8:8080</c>; for IPv6 the port follows the prefix length likewise.</summary>
    public static AllowedNetwork Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        var colon = slash < 0 ? -1 : text.IndexOf(':', slash);
        return colon < 0
            ? new AllowedNetwork(IPNetwork.Parse(text), null)
            : new AllowedNetwork(IPNetwork.Parse(text[..colon]), int.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}
