using Atlas.Embedded.Processes;

namespace Atlas.Embedded.Servers;

/// <summary>The installed programs of one PostgreSQL version, and the commands that use them.</summary>
sealed class PostgresPrograms
{
    const string Install = "install it with: apt-get install postgresql (./atlas up does it for you).";

    // PostgreSQL refuses to run as root.
    static readonly string? User = ServerFolder.UserId() == 0 ? "postgres" : null;

    readonly string bin;

    PostgresPrograms(string bin) => this.bin = bin;

    /// <summary>The programs of the version that made the data, else the newest.</summary>
    public static PostgresPrograms Find(string dataFolder)
    {
        var installed = Installed();
        if (installed.Count == 0) throw new StartFailedException($"PostgreSQL is not installed; {Install}");

        var versionFile = Path.Combine(dataFolder, "PG_VERSION");
        if (!File.Exists(versionFile)) return new PostgresPrograms(installed[^1].Bin);

        var version = File.ReadAllText(versionFile).Trim();
        return installed.FirstOrDefault(i => i.Version == version || i.Version == "") is { Bin: not null } match
            ? new PostgresPrograms(match.Bin)
            : throw new StartFailedException(
                $"The data in {dataFolder} is of PostgreSQL {version}, which is not installed; install it or delete the data (./atlas reset).");
    }

    public string RecordFile(string folder) => Path.Combine(folder, "postgres.process");

    /// <summary>What makes a new data folder, in order.</summary>
    public IEnumerable<Launch> MakeData(string dataFolder, string folder, Action<string> onLine)
    {
        if (User is not null)
            yield return new Launch("chown", ["-R", $"{User}:{User}", folder]) { WorkingDirectory = folder, OnLine = onLine };
        yield return As(new Launch(Path.Combine(bin, "initdb"),
        [
            "-D", dataFolder, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", Path.Combine(folder, "password"),
            "-E", "UTF8", "--locale=C.UTF-8",
        ])
        { WorkingDirectory = folder, OnLine = onLine });
    }

    public Launch Server(string dataFolder, string folder, int port, string[] arguments, Action<string> onLine) =>
        As(new Launch(Path.Combine(bin, "postgres"),
        [
            "-D", dataFolder, "-p", $"{port}",
            "-c", "listen_addresses=localhost", "-c", "unix_socket_directories=",
            "-c", "max_connections=300", "-c", "shared_buffers=256MB", "-c", "timezone=UTC", "-c", "log_timezone=UTC",
            .. arguments,
        ])
        {
            WorkingDirectory = dataFolder,
            RecordFile = RecordFile(folder),
            StopSignal = ProcessTable.SIGINT, // Fast shutdown: cut connections, roll back what is open.
            OnLine = onLine,
        });

    static Launch As(Launch launch) => launch with
    {
        User = User,
        PassClosedFolders = User is not null && ServerFolder.LiesBehindClosedFolder(launch.WorkingDirectory),
    };

    /// <summary>Debian keeps versions side by side, away from the path; elsewhere the path has one, of a version not asked for.</summary>
    static List<(string Version, string Bin)> Installed()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        List<(string Version, string Bin)> found =
        [
            .. versions.Select(v => (Version: Path.GetFileName(v), Bin: Path.Combine(v, "bin")))
                .Where(v => File.Exists(Path.Combine(v.Bin, "initdb")))
                .OrderBy(v => int.TryParse(v.Version, out var number) ? number : 0),
        ];
        if (found.Count > 0) return found;

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
        return onPath is null ? [] : [("", onPath)];
    }
}
