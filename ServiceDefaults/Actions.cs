namespace Atlas.ServiceDefaults;

/// <summary>What may be said about an action on a document. The body may be absent.</summary>
/// <param name="Reason">Why, at most 500 characters; kept with the change and told to those who hear of it.</param>
/// <param name="Notes">Anything else, at most 2,000 characters.</param>
[SnakeCase]
public sealed record ActionRequest(string? Reason, string? Notes) : IReadable<ActionRequest>
{
    const int MaxReason = 500;
    const int MaxNotes = 2_000;

    public static bool MayBeAbsent => true;

    public static ActionRequest Read(Fields fields) => new(fields.OptionalText("reason", MaxReason), fields.OptionalText("notes", MaxNotes));
}
