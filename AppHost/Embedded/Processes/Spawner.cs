using System.Collections.Concurrent;
using System.Diagnostics;

namespace Atlas.Embedded.Processes;

/// <summary>
/// Starts every child from one thread that lives as long as this process. The kernel tells a child of its parent's death when
/// the starting <em>thread</em> ends, and threads of the pool come and go.
/// </summary>
static class Spawner
{
    static readonly BlockingCollection<Action> Requests = Open();

    public static void Start(Process process)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add(() =>
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        started.Task.GetAwaiter().GetResult();
    }

    static BlockingCollection<Action> Open()
    {
        BlockingCollection<Action> requests = [];
        new Thread(() =>
        {
            foreach (var request in requests.GetConsumingEnumerable()) request();
        })
        { IsBackground = true, Name = "spawner" }.Start();
        return requests;
    }
}
