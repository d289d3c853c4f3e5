using System.Diagnostics;
using System.Text.Json;
using Atlas.Embedded.Processes;
using Atlas.Support;

namespace Atlas.AppHost.Tests;

/// <summary>AppHost as people start it, and as it ends under them.</summary>
public sealed class WholeSystemTests : IDisposable
{
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(6);
    static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);

    readonly TempFolder folder = new();

    [Fact]
    public async Task Stops_in_order_on_Ctrl_C_and_starts_again_after_it_was_killed()
    {
        using var first = Start(Ports.Free());
        var family = await RunningFamily(first);
        ProcessTable.Signal(Key(first), ProcessTable.SIGINT);
        await first.WaitForExitAsync().WaitAsync(EndPatience);
        first.ExitCode.ShouldBe(0);
        family.Where(ProcessTable.IsAlive).ShouldBeEmpty();
        File.Exists(StateFile).ShouldBeFalse();

        using var killed = Start(Ports.Free());
        family = await RunningFamily(killed);
        ProcessTable.Signal(Key(killed), ProcessTable.SIGKILL);
        await killed.WaitForExitAsync().WaitAsync(EndPatience);
        File.Delete(StateFile);

        using var last = Start(Ports.Free());
        var lastFamily = await RunningFamily(last);
        family.Where(ProcessTable.IsAlive).ShouldBeEmpty();
        ProcessTable.Signal(Key(last), ProcessTable.SIGTERM);
        await last.WaitForExitAsync().WaitAsync(EndPatience);
        lastFamily.Where(ProcessTable.IsAlive).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_taken_port_is_one_line_that_names_the_port_and_the_option()
    {
        using var taken = new TakenPort();

        using var host = Start(taken.Port);
        var errors = await host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync().WaitAsync(EndPatience);

        host.ExitCode.ShouldBe(1);
        errors.ShouldBe($"Port {taken.Port}, wanted for gateway, is taken by another program; stop that, or choose another port with --port.\n");
    }

    string StateFile => Path.Combine(folder.Path, "atlas.json");

    Process Start(int port)
    {
        // All projects are built side by side, each in the same configuration as this one.
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, "AppHost", here.Name, "Atlas.AppHost");
        // Whoever runs tests in the background has Ctrl+C ignored for them, and that is inherited.
        var host = Process.Start(new ProcessStartInfo("env")
        {
            ArgumentList = { "--default-signal=INT", program, "--port", $"{port}", "--data", folder.Path, "--no-dashboard" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        host.OutputDataReceived += (_, _) => { };
        host.BeginOutputReadLine();
        return host;
    }

    async Task<List<ProcessKey>> RunningFamily(Process host)
    {
        await Eventually.BecomesTrue("the system runs", () =>
        {
            host.HasExited.ShouldBeFalse();
            using var state = JsonDocument.Parse(File.ReadAllText(StateFile));
            return state.RootElement.GetProperty("state").GetString() == "running";
        }, StartPatience);

        var family = ProcessTable.Descendants(host.Id);
        family.Count.ShouldBeGreaterThan(10); // Seven services, the gateway, two servers and their children.
        return family;
    }

    static ProcessKey Key(Process process) => ProcessTable.Find(process.Id)!.Value;

    public void Dispose() => folder.Dispose();
}
