using System.Globalization;

namespace Atlas.Embedded.Processes;

/// <summary>
/// A line on disk per running program, so that the next start finds what a killed host left behind. It names the start time
/// and the boot besides the process id: a process that merely got the same id is never touched.
/// </summary>
static class ProcessRecord
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static void Write(string file, ProcessKey process) =>
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture, $"{process.Id} {process.StartTicks} {BootId}\n"));

    /// <summary>Ends what the record names, with all that it started, if it still runs.</summary>
    public static async Task EndLeftoverAsync(string file, int stopSignal)
    {
        if (Read(file) is { } leftover && ProcessTable.IsAlive(leftover))
        {
            List<ProcessKey> family = [leftover, .. ProcessTable.Descendants(leftover.Id)];
            ProcessTable.Signal(leftover, stopSignal);
            if (!await ProcessTable.AllGoneAsync([leftover], Patience))
                ProcessTable.Signal(leftover, ProcessTable.SIGKILL);
            foreach (var member in family) ProcessTable.Signal(member, ProcessTable.SIGKILL);
            await ProcessTable.AllGoneAsync(family, Patience);
        }

        File.Delete(file);
    }

    static ProcessKey? Read(string file)
    {
        var words = File.Exists(file) ? File.ReadAllText(file).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
        return words.Length == 3 && words[2] == BootId
            ? new ProcessKey(int.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture))
            : null;
    }

    static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
