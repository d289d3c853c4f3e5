namespace Atlas.Embedded.Running;

/// <summary>Prints what happens, each line with the coloured name of the part it is about.</summary>
static class Terminal
{
    const int NameWidth = 11;

    static readonly Lock Gate = new();
    static readonly int[] Colours = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94];
    static readonly Dictionary<string, int> ColourOf = [];
    static readonly bool Coloured = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    static bool isGone;
    static long lastLine = TimeProvider.System.GetTimestamp();

    /// <summary>How long nothing has been printed.</summary>
    public static TimeSpan Silence => TimeProvider.System.GetElapsedTime(Interlocked.Read(ref lastLine));

    public static void Line(string text) => Write(Console.Out, text);

    public static void Line(string name, string text) => Write(Console.Out, $"{Prefix(name)} {text}");

    public static void Error(string text) => Write(Console.Error, text);

    static string Prefix(string name)
    {
        var padded = name.PadRight(NameWidth);
        if (!Coloured) return $"{padded} |";

        lock (Gate)
        {
            if (!ColourOf.TryGetValue(name, out var colour)) ColourOf[name] = colour = Colours[ColourOf.Count % Colours.Length];
            return $"\e[{colour}m{padded} |\e[0m";
        }
    }

    static void Write(TextWriter writer, string text)
    {
        lock (Gate)
        {
            Interlocked.Exchange(ref lastLine, TimeProvider.System.GetTimestamp());
            if (isGone) return;
            try
            {
                writer.WriteLine(text);
            }
            catch (IOException)
            {
                isGone = true; // The terminal was closed. What remains is to stop in order, and nobody reads of it.
            }
        }
    }
}
