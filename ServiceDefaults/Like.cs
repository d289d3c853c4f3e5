namespace Atlas.ServiceDefaults;

/// <summary>Patterns for ILIKE that find a text as it was typed.</summary>
public static class Like
{
    public const string Escape = "\\";

    public static string Contains(string text) => $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";

    /// <summary>One pattern for each word of a question; what is looked for holds all of them.</summary>
    public static IEnumerable<string> Words(string? question) => (question ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Contains);
}
