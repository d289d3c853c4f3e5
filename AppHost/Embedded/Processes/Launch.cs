namespace Atlas.Embedded.Processes;

/// <summary>What to start and how to end it.</summary>
sealed record Launch(string Program, IReadOnlyList<string> Arguments)
{
    public required string WorkingDirectory { get; init; }

    /// <summary>Variables beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The signal that asks it to end in order.</summary>
    public int StopSignal { get; init; } = ProcessTable.SIGTERM;

    /// <summary>The system user to run as; null for the current one.</summary>
    public string? User { get; init; }

    /// <summary>Whether it must reach folders that its user may not enter, such as a checkout below <c>/root</c>.</summary>
    public bool PassClosedFolders { get; init; }

    /// <summary>Where the process is recorded while it runs; null for one that ends by itself.</summary>
    public string? RecordFile { get; init; }

    /// <summary>Called for each line it prints.</summary>
    public Action<string> OnLine { get; init; } = _ => { };

    /// <summary>
    /// The whole command. A session of its own keeps the terminal's Ctrl+C and hangup away, so that everything stops in our
    /// order; the death signal ends it when this process is killed. That comes last: a change of user would clear it.
    /// </summary>
    public IEnumerable<string> Command =>
    [
        "setsid",
        .. User is null ? [] : (string[])["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups"],
        .. PassClosedFolders ? (string[])["--inh-caps=+dac_override", "--ambient-caps=+dac_override"] : [],
        "setpriv", "--pdeathsig", StopSignal == ProcessTable.SIGINT ? "INT" : "TERM",
        Program, .. Arguments,
    ];
}
