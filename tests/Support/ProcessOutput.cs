namespace Atlas.Support;

/// <summary>The last lines that a process has printed.</summary>
sealed class ProcessOutput
{
    const int Kept = 400;

    readonly Queue<string> lines = new();

    public void Add(string line)
    {
        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > Kept) lines.Dequeue();
        }
    }

    public string Tail
    {
        get
        {
            lock (lines) return string.Join('\n', lines);
        }
    }
}
