
namespace Atlas.Inventory.Ledger;

/// <summary>
/// Something that changes stock or what is held of it. It says what it needs, and is then decided on the book, as if it were
/// alone. Whatever it has changed when it refuses is undone.
/// </summary>
abstract class LedgerCommand
{
    /// <summary>How many postings it stands for, about; groups are bounded by these.</summary>
    public virtual int Weight => 1;

    /// <summary>Says what must be loaded.</summary>
    public abstract void Ask(Wanted wanted);

    /// <summary>
    /// Changes the book, and says what to answer. Refuses with <c>RefusedException</c> or <c>BrokenRuleException</c>, as a handler
    /// does.
    /// </summary>
    public abstract LedgerAnswer Run(Book book);

    /// <summary>Who does it, for the ledger; the credential of a request, or the service that a message came from.</summary>
    public required string Actor { get; init; }
}

/// <summary>What a command answers when it is done.</summary>
/// <param name="Body">The document, in its envelope.</param>
sealed record LedgerAnswer(int Status, object Body, string? Location = null, long? Version = null);
