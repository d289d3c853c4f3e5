using System.Collections.Concurrent;

namespace Atlas.Persistence.ErrorQueues;

/// <summary>The queues that this service consumes, and those beside them in which messages end that went wrong.</summary>
sealed class ServiceQueues
{
    static readonly string[] Kinds = ["error", "dead", "skipped"];

    readonly ConcurrentDictionary<string, bool> names = new();

    public IReadOnlyList<string> Names => [.. names.Keys.Order()];

    public void Add(string queue) => names[queue] = true;

    public IEnumerable<ErrorQueue> ErrorQueues =>
        from name in Names from kind in Kinds select new ErrorQueue($"{name}_{kind}", kind, name);

    /// <summary>The error queue of that name, or null when it is not one of this service.</summary>
    public ErrorQueue? Find(string name) => ErrorQueues.FirstOrDefault(queue => queue.Name == name);
}

/// <param name="Origin">The queue from which its messages came, and to which a redrive returns them.</param>
sealed record ErrorQueue(string Name, string Kind, string Origin);
