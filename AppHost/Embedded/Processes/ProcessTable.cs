using System.Globalization;
using System.Runtime.InteropServices;

namespace Atlas.Embedded.Processes;

/// <summary>One process for good: its id alone may be given to another after its end.</summary>
/// <param name="Id">The process id.</param>
/// <param name="StartTicks">When it started, in clock ticks since boot.</param>
readonly record struct ProcessKey(int Id, long StartTicks);

/// <summary>What the kernel says about processes, read from <c>/proc</c>.</summary>
static class ProcessTable
{
    public const int SIGINT = 2;
    public const int SIGKILL = 9;
    public const int SIGTERM = 15;

    // Fields of /proc/<id>/stat, counted after the name, which may hold anything but ends with the last parenthesis.
    const int StateField = 0;
    const int ParentField = 1;
    const int ThreadsField = 17;
    const int StartField = 19;

    /// <summary>The living process with this id; null when there is none, or only what is left of one.</summary>
    public static ProcessKey? Find(int id) =>
        Fields(id) is { } f && !IsOver(f) ? new ProcessKey(id, Start(f)) : null;

    // The first thread of a killed process may be a zombie while others still end: until then its files and ports are open.
    static bool IsOver(string[] fields) => fields[StateField] switch
    {
        "X" => true,
        "Z" => int.Parse(fields[ThreadsField], CultureInfo.InvariantCulture) <= 1,
        _ => false,
    };

    public static bool IsAlive(ProcessKey process) => Find(process.Id) == process;

    /// <summary>The living processes that this one started, directly or not.</summary>
    public static List<ProcessKey> Descendants(int id)
    {
        var all = All().Select(p => (Id: p, Fields: Fields(p))).Where(p => p.Fields is not null).ToList();
        var children = all.ToLookup(p => int.Parse(p.Fields![ParentField], CultureInfo.InvariantCulture));

        List<ProcessKey> found = [];
        Queue<int> open = new([id]);
        while (open.TryDequeue(out var parent))
            foreach (var (child, fields) in children[parent])
            {
                found.Add(new ProcessKey(child, Start(fields!)));
                open.Enqueue(child);
            }

        return found;
    }

    /// <summary>The processes of the program that work in this folder, whoever started them.</summary>
    public static List<ProcessKey> WorkingIn(string folder, string program) =>
        [.. All().Where(id => Link(id, "cwd") == folder && Path.GetFileName(Link(id, "exe")) == program).Select(Find).OfType<ProcessKey>()];

    /// <summary>Sends a signal, unless the process is gone already.</summary>
    public static void Signal(ProcessKey process, int signal)
    {
        if (IsAlive(process)) Send(process.Id, signal);
    }

    /// <summary>Waits until all have ended; false when some still live after <paramref name="patience"/>.</summary>
    public static async Task<bool> AllGoneAsync(IReadOnlyCollection<ProcessKey> processes, TimeSpan patience)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (processes.Any(IsAlive))
        {
            if (TimeProvider.System.GetElapsedTime(started) > patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return true;
    }

    static IEnumerable<int> All() =>
        from folder in Directory.EnumerateDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var number) ? number : 0
        where id > 0
        select id;

    static string[]? Fields(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile.
        }
    }

    static long Start(string[] fields) => long.Parse(fields[StartField], CultureInfo.InvariantCulture);

    static string? Link(int id, string name)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{id}/{name}", returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile, or belongs to somebody else.
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    static extern int Send(int process, int signal);
}
