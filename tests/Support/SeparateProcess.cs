using System.Runtime.InteropServices;
using Atlas.Embedded.Processes;

namespace Atlas.Support;

/// <summary>A program of ours in a process of its own, which a test can kill without any chance to tidy up.</summary>
public sealed class SeparateProcess : IAsyncDisposable
{
    // The dotnet that runs the tests runs the program too, wherever it was installed.
    static readonly string Dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");

    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(45);

    readonly ChildProcess process;
    readonly ProcessOutput output;

    SeparateProcess(ChildProcess process, ProcessOutput output) => (this.process, this.output) = (process, output);

    public int Id => process.Key.Id;

    /// <summary>Completes with the exit code when the process ends, for whatever reason.</summary>
    public Task<int> Exited => process.Exited;

    /// <summary>What it has printed last; the end of it may come a moment after the process ended.</summary>
    public string Output => output.Tail;

    /// <summary>A free port for it to listen on.</summary>
    public static int FreePort() => Ports.Free();

    /// <summary>Starts an assembly. It ends with the test process at the latest.</summary>
    /// <param name="environment">Variables beside those of the test process.</param>
    public static async Task<SeparateProcess> StartAsync(
        string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var output = new ProcessOutput();
        var process = await ChildProcess.StartAsync(new Launch(Dotnet, [assembly, .. arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            Environment = environment,
            OnLine = output.Add,
        });
        return new SeparateProcess(process, output);
    }

    /// <summary>Ends it as a crash would (SIGKILL).</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Ends it in order (SIGTERM), or by force when that takes too long.</summary>
    public Task StopAsync() => process.StopAsync(StopPatience);

    public async ValueTask DisposeAsync() => await process.KillAsync();
}
