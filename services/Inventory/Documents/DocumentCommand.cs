using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Documents;

/// <summary>
/// What a document of another service asks for. It is decided once, however often it is asked: the decision is kept under the
/// document's own key, and announced, in the transaction that has its effect. A refusal is a decision too.
/// </summary>
abstract class DocumentCommand(string sourceType, string sourceId, string action) : LedgerCommand
{
    protected string SourceType => sourceType;
    protected string SourceId => sourceId;

    public sealed override void Ask(Wanted wanted)
    {
        wanted.Sources.Add((sourceType, sourceId));
        AskMore(wanted);
    }

    protected abstract void AskMore(Wanted wanted);

    /// <summary>Does it, and says what to announce and what was posted. Refuses as any command does.</summary>
    protected abstract (object Outcome, PostedTransaction? Posted) Do(Book book);

    /// <summary>What to announce when it was refused.</summary>
    protected abstract object Refused(Book book, string code, string message);

    public sealed override LedgerAnswer Run(Book book)
    {
        if (book.Sources.ContainsKey((sourceType, sourceId, action))) return new LedgerAnswer(200, "decided before");
        object outcome;
        PostedTransaction? posted = null;
        try
        {
            (outcome, posted) = Do(book);
            book.CheckHolds();
        }
        catch (BrokenRuleException broken)
        {
            book.TakeBack();
            outcome = Refused(book, broken.Code, broken.Message);
        }
        catch (RefusedException refused)
        {
            book.TakeBack();
            var detail = refused.Error.Details.FirstOrDefault();
            outcome = Refused(book, detail?.Code ?? refused.Error.Code, detail is null ? refused.Message : $"{detail.Field} {detail.Message}");
        }

        book.Settle(sourceType, sourceId, action, posted?.Id ?? Guid.Empty, posted?.LedgerSeq ?? 0);
        book.Publish(outcome, $"{sourceType}:{sourceId}", book.Sources.Keys.Count(key => key.Type == sourceType && key.Id == sourceId));
        return new LedgerAnswer(200, outcome);
    }
}

/// <summary>What a document got posted.</summary>
sealed record PostedTransaction(Guid Id, long LedgerSeq)
{
    public static PostedTransaction Of((LedgerTransaction Transaction, List<LedgerLine> Lines) posted) => new(posted.Transaction.Id, posted.Transaction.LedgerSeq);
}
