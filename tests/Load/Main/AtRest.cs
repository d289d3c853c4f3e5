namespace Atlas.Load.Main;

/// <summary>What Atlas costs when nobody asks for anything.</summary>
static class AtRest
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        report.Line($"Started, from nothing to all healthy: {system.StartTime.TotalSeconds:0.0} s (new databases included)");
        report.Doing("resting");
        await Task.Delay(Pause);
        Memory(system, report, "at rest");
    }

    /// <summary>The memory of every process, largest first.</summary>
    public static void Memory(SystemUnderTest system, Report report, string when)
    {
        var parts = SystemUnderTest.Parts.Select(part => (Name: part, Megabytes: system.ResidentMegabytes(part))).ToList();
        report.Line($"Memory {when}, MB: {string.Join(", ", parts.OrderByDescending(part => part.Megabytes)
            .Select(part => $"{part.Name} {part.Megabytes:0}"))}; together {parts.Sum(part => part.Megabytes):#,0}");
    }
}
