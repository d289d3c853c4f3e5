using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Adjustments;

/// <summary>Many corrections of stock at once.</summary>
/// <param name="Adjustments">1 to 1,000.</param>
public sealed record BulkAdjustmentsRequest(IReadOnlyList<AdjustmentRequest> Adjustments) : IReadable<BulkAdjustmentsRequest>
{
    /// <summary>More would hold up who comes behind.</summary>
    public const int MaxAdjustments = 1_000;

    /// <summary>What is wrong with each; empty where nothing is.</summary>
    internal IReadOnlyList<IReadOnlyList<ErrorDetail>> Errors { get; private init; } = [];

    public static BulkAdjustmentsRequest Read(Fields fields)
    {
        var entries = fields.Entries("adjustments", 1, MaxAdjustments, AdjustmentRequest.Read);
        return new([.. entries.Select(entry => entry.Value)]) { Errors = [.. entries.Select(entry => entry.Errors)] };
    }
}

/// <summary>What became of many adjustments.</summary>
/// <param name="Posted">How many were posted.</param>
/// <param name="Rejected">How many were not.</param>
/// <param name="Results">One for each adjustment, in their order.</param>
public sealed record BulkAdjustmentsView(int Posted, int Rejected, IReadOnlyList<BulkAdjustmentResult> Results);

/// <summary>What became of one adjustment.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Status"><c>posted</c> or <c>rejected</c>.</param>
/// <param name="Error">Why it was rejected; null when it was posted.</param>
public sealed record BulkAdjustmentResult(int Index, string Status, Guid? TransactionId, string? TransactionNo, long? LedgerSeq, BulkAdjustmentError? Error);

/// <summary>Why an adjustment was rejected: what it would have been refused with alone.</summary>
public sealed record BulkAdjustmentError(string Code, string Message, IReadOnlyList<ErrorDetail> Details);

static class PostAdjustments
{
    const string OnError = "onError";
    const string Continue = "continue";
    const string Abort = "abort";

    /// <summary>No more than this is said of what is wrong.</summary>
    const int MaxDetails = 100;

    /// <summary>
    /// Posts many corrections of stock, one after another in one go: all of them or, when one is refused, none. With
    /// <c>onError=continue</c> the others are posted, and each result says what became of it; when all are refused it is an error all the same.
    /// </summary>
    public static Task<IResult> Handle(HttpContext http, Body<BulkAdjustmentsRequest> body, LedgerWriter ledger, string? onError = null)
    {
        if (onError is not (null or Continue or Abort))
            throw new RefusedException(Error.InvalidParameter(OnError, $"{OnError} must be {Abort} or {Continue}."));
        var request = body.Value;
        var wrong = request.Errors.SelectMany(Of).Take(MaxDetails).ToList();
        if (wrong.Count > 0 && (onError != Continue || request.Errors.All(errors => errors.Count > 0))) throw new RefusedException(Error.Invalid(wrong));
        return ledger.RunAsync(http, new Command(request, onError == Continue) { Actor = Caller.Of(http).Credential });
    }

    static IEnumerable<ErrorDetail> Of(IReadOnlyList<ErrorDetail> errors, int index) =>
        errors.Select(error => error with { Field = $"adjustments[{index}]{(error.Field is { } field ? $".{field}" : "")}" });

    sealed class Command(BulkAdjustmentsRequest request, bool continues) : LedgerCommand
    {
        public override int Weight => request.Adjustments.Count;

        public override void Ask(Wanted wanted)
        {
            for (var i = 0; i < request.Adjustments.Count; i++)
                if (request.Errors[i].Count == 0) PostAdjustment.Ask(wanted, request.Adjustments[i]);
        }

        public override LedgerAnswer Run(Book book)
        {
            var results = request.Adjustments.Select((adjustment, index) => Decide(book, adjustment, index)).ToList();
            var rejected = results.Count(result => result.Error is not null);
            if (rejected == results.Count)
                throw new RefusedException(Error.Invalid([.. results.SelectMany(Reasons).Take(MaxDetails)]));
            return new LedgerAnswer(201, new Envelope<BulkAdjustmentsView>(new(results.Count - rejected, rejected, results)));
        }

        BulkAdjustmentResult Decide(Book book, AdjustmentRequest adjustment, int index)
        {
            if (request.Errors[index] is { Count: > 0 } errors) return Rejected(Error.Invalid(errors));
            try
            {
                LedgerTransaction posted = null!;
                book.Part(() => posted = PostAdjustment.Post(book, adjustment, Actor).Transaction);
                return new(index, "posted", posted.Id, posted.TransactionNo, posted.LedgerSeq, null);
            }
            catch (BrokenRuleException broken)
            {
                return continues ? Rejected(broken.ToError())
                    : throw new BrokenRuleException(broken.Code, $"adjustments[{index}]: {broken.Message}", [.. Reasons(Rejected(broken.ToError()))]);
            }
            catch (RefusedException refused)
            {
                return continues ? Rejected(refused.Error) : throw new RefusedException(Error.Invalid([.. Of(refused.Error.Details, index)]));
            }

            BulkAdjustmentResult Rejected(Error error) => new(index, "rejected", null, null, null, new(error.Code, error.Message, error.Details));
        }

        // Every reason names the adjustment, even where no field of it is to blame.
        static IEnumerable<ErrorDetail> Reasons(BulkAdjustmentResult result) => result.Error is not { } error ? []
            : error.Details.Count > 0 ? Of(error.Details, result.Index)
            : Of([new ErrorDetail(null, error.Code, error.Message)], result.Index);
    }
}
