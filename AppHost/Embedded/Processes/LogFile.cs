namespace Atlas.Embedded.Processes;

/// <summary>Keeps what a program prints: all of it on disk, the last lines at hand for a message about its end.</summary>
sealed class LogFile : IDisposable
{
    const int LinesAtHand = 20;
    const long MaxBytes = 64 * 1024 * 1024;

    readonly Lock gate = new();
    readonly Queue<string> last = new();
    StreamWriter writer;

    /// <summary>Opens the file anew; what the run before wrote stays beside it as <c>.old</c>.</summary>
    public LogFile(string path)
    {
        Path = path;
        writer = Open();
    }

    public string Path { get; }

    public void Write(string line)
    {
        lock (gate)
        {
            last.Enqueue(line);
            if (last.Count > LinesAtHand) last.Dequeue();
            if (!writer.BaseStream.CanWrite) return; // A last line after the end.

            writer.WriteLine(line);
            if (writer.BaseStream.Position < MaxBytes) return;
            writer.Dispose();
            writer = Open();
        }
    }

    /// <summary>The newest of the last lines that holds one of the words, else the newest; empty when nothing was printed.</summary>
    public string Telling(params string[] words)
    {
        lock (gate)
            return last.LastOrDefault(line => words.Any(w => line.Contains(w, StringComparison.OrdinalIgnoreCase)))
                ?? last.LastOrDefault(line => line.Length > 0) ?? "";
    }

    public bool Tells(string words)
    {
        lock (gate) return last.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
    }

    public void Dispose()
    {
        lock (gate) writer.Dispose();
    }

    StreamWriter Open()
    {
        if (File.Exists(Path)) File.Move(Path, Path + ".old", overwrite: true);
        return new StreamWriter(Path) { AutoFlush = true };
    }
}
