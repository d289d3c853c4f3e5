namespace Atlas.Inventory;

/// <summary>Patterns for ILIKE that find a text as it was typed.</summary>
static class Like
{
    public const string Escape = "\\";

    public static string Contains(string text) => $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
}
