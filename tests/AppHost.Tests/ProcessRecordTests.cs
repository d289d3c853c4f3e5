using System.Diagnostics;
using Atlas.Embedded.Processes;

namespace Atlas.AppHost.Tests;

public sealed class ProcessRecordTests : IDisposable
{
    readonly TempFolder folder = new();
    readonly Process stranger = Process.Start("sleep", "60");

    string Record => Path.Combine(folder.Path, "record");

    [Fact]
    public async Task Ends_the_process_that_was_recorded()
    {
        var process = ProcessTable.Find(stranger.Id)!.Value;
        ProcessRecord.Write(Record, process);

        await ProcessRecord.EndLeftoverAsync(Record, ProcessTable.SIGTERM);

        ProcessTable.IsAlive(process).ShouldBeFalse();
        File.Exists(Record).ShouldBeFalse();
    }

    [Fact]
    public async Task Leaves_a_process_alone_that_merely_got_the_same_id()
    {
        var process = ProcessTable.Find(stranger.Id)!.Value;
        ProcessRecord.Write(Record, process with { StartTicks = process.StartTicks - 1 });

        await ProcessRecord.EndLeftoverAsync(Record, ProcessTable.SIGTERM);

        ProcessTable.IsAlive(process).ShouldBeTrue();
        File.Exists(Record).ShouldBeFalse();
    }

    public void Dispose()
    {
        stranger.Kill();
        stranger.Dispose();
        folder.Dispose();
    }
}
