using Atlas.Embedded.Processes;

namespace Atlas.Embedded.Servers;

/// <summary>The installed programs of RabbitMQ, and the commands and settings that use them.</summary>
sealed class RabbitMqPrograms
{
    const string Install = "install it with: apt-get install rabbitmq-server (./atlas up does it for you).";

    readonly string server;
    readonly string epmd;

    RabbitMqPrograms(string server, string epmd) => (this.server, this.epmd) = (server, epmd);

    public static RabbitMqPrograms Find() => new(
        // The program itself: the one on the path is a wrapper that changes user and folders.
        Existing("/usr/lib/rabbitmq/bin/rabbitmq-server") ?? throw new StartFailedException($"RabbitMQ is not installed; {Install}"),
        OnPath("epmd") ?? throw new StartFailedException($"Erlang's epmd is not installed with RabbitMQ; {Install}"));

    public Task EndLeftoversAsync(string folder) => Task.WhenAll(
        ProcessRecord.EndLeftoverAsync(BrokerRecord(folder), ProcessTable.SIGTERM),
        ProcessRecord.EndLeftoverAsync(EpmdRecord(folder), ProcessTable.SIGTERM));

    public async Task WriteConfigurationAsync(string folder, int port, string password, CancellationToken ct)
    {
        await File.WriteAllTextAsync(ConfigurationFile(folder), $"""
            listeners.tcp.default = 127.0.0.1:{port}
            default_user = guest
            default_pass = {password}
            log.console = true
            log.console.level = info
            log.file = false
            """ + "\n", ct);
        File.SetUnixFileMode(ConfigurationFile(folder), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(PluginsFile(folder), "[].\n", ct);
    }

    public Launch Epmd(string folder, int port, Action<string> onLine) =>
        new(epmd, ["-port", $"{port}", "-address", "127.0.0.1"])
        {
            WorkingDirectory = folder,
            RecordFile = EpmdRecord(folder),
            OnLine = onLine,
        };

    public Launch Broker(string folder, int epmdPort, Action<string> onLine) => new(server, [])
    {
        WorkingDirectory = folder,
        RecordFile = BrokerRecord(folder),
        OnLine = onLine,
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = folder,
            // The name is part of the data, so it never changes; the registry of names is our own, so it need not be unique.
            ["RABBITMQ_NODENAME"] = "atlas@localhost",
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
            ["RABBITMQ_LOG_BASE"] = folder,
            ["RABBITMQ_CONFIG_FILE"] = ConfigurationFile(folder),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "no-environment"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = PluginsFile(folder),
            ["RABBITMQ_DIST_PORT"] = $"{Ports.Free()}",
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = $"{epmdPort}",
            // Idle schedulers sleep instead of spinning: the cores are needed by the services.
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none",
            // Lets the start script become the broker, so that signals reach it.
            ["RUNNING_UNDER_SYSTEMD"] = "true",
        },
    };

    static string BrokerRecord(string folder) => Path.Combine(folder, "rabbitmq.process");

    static string EpmdRecord(string folder) => Path.Combine(folder, "epmd.process");

    static string ConfigurationFile(string folder) => Path.Combine(folder, "rabbitmq.conf");

    static string PluginsFile(string folder) => Path.Combine(folder, "enabled_plugins");

    static string? Existing(string file) => File.Exists(file) ? file : null;

    static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
