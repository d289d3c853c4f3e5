using System.ComponentModel;
using System.Diagnostics;
using Atlas.Embedded.Servers;

namespace Atlas.Embedded.Processes;

/// <summary>A running program and all that it started itself.</summary>
sealed class ChildProcess
{
    static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(5);

    readonly Launch launch;
    readonly Process process;
    readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ChildProcess(Launch launch)
    {
        this.launch = launch;
        process = new Process { StartInfo = StartInfo(launch), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, e) => Line(e.Data);
        process.ErrorDataReceived += (_, e) => Line(e.Data);
        // Not WaitForExit: that also waits for children of the process that still hold its output open.
        process.Exited += (_, _) => exited.TrySetResult(process.ExitCode);
    }

    public ProcessKey Key { get; private set; }

    /// <summary>Completes with the exit code when the program itself has ended.</summary>
    public Task<int> Exited => exited.Task;

    /// <summary>Starts the program; ends first what an earlier, killed host left running in its place.</summary>
    public static async Task<ChildProcess> StartAsync(Launch launch)
    {
        if (launch.RecordFile is { } record) await ProcessRecord.EndLeftoverAsync(record, launch.StopSignal);

        var child = new ChildProcess(launch);
        try
        {
            Spawner.Start(child.process);
        }
        catch (Win32Exception e)
        {
            throw new StartFailedException($"{launch.Program} cannot be started: {e.Message}");
        }

        child.process.StandardInput.Close();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        // A program that ended at once has no start time any more, and needs none.
        child.Key = ProcessTable.Find(child.process.Id) ?? new ProcessKey(child.process.Id, 0);
        if (launch.RecordFile is { } file) ProcessRecord.Write(file, child.Key);
        return child;
    }

    /// <summary>Runs a program to its end and returns its exit code.</summary>
    public static async Task<int> RunAsync(Launch launch, CancellationToken ct)
    {
        var child = await StartAsync(launch);
        try
        {
            return await child.Exited.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await child.KillAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, and kills it with all that it started when it has not done so in time.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan patience)
    {
        var family = Family();
        ProcessTable.Signal(Key, launch.StopSignal);
        var inTime = await Task.WhenAny(Exited, Task.Delay(patience)) == Exited;
        await EndAsync(family);
        return inTime;
    }

    /// <summary>Ends it as a power cut would: no signal it could handle, and nothing of it is left when this returns.</summary>
    public Task KillAsync() => EndAsync(Family());

    List<ProcessKey> Family() => [Key, .. ProcessTable.Descendants(Key.Id)];

    async Task EndAsync(List<ProcessKey> family)
    {
        foreach (var member in family) ProcessTable.Signal(member, ProcessTable.SIGKILL);
        await ProcessTable.AllGoneAsync(family, KillPatience);
        if (launch.RecordFile is { } record) File.Delete(record);
    }

    void Line(string? text)
    {
        if (text is not null) launch.OnLine(text);
    }

    static ProcessStartInfo StartInfo(Launch launch)
    {
        string[] command = [.. launch.Command];
        var info = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = launch.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command[1..]) info.ArgumentList.Add(argument);
        foreach (var (name, value) in launch.Environment) info.Environment[name] = value;
        return info;
    }
}
