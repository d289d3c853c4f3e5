using Atlas.Inventory.Costing;
using Atlas.Inventory.Ledger;
using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Counts;

/// <summary>
/// Somebody looks what is really there. Each line remembers at which position of the ledger it was counted and what the books said there,
/// so that what moves while others still count, or until it is posted, is no difference.
/// </summary>
sealed class CountSession : ITenantOwned
{
    public const string Draft = "draft";
    public const string InProgress = "in_progress";
    public const string Submitted = "submitted";
    public const string Approved = "approved";
    public const string Posted = "posted";
    public const string Cancelled = "cancelled";
    public static readonly string[] Statuses = [Draft, InProgress, Submitted, Approved, Posted, Cancelled];

    /// <summary>Of its transactions in the ledger.</summary>
    public const string SourceType = "count_session";
    public const string NumberPrefix = "CNT";

    /// <summary>More is counted in several sessions.</summary>
    public const int MaxLines = 2_000;

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string SessionNo { get; init; }
    public required Guid FacilityId { get; init; }

    /// <summary>Empty for the whole facility.</summary>
    public required Guid[] LocationIds { get; init; }

    /// <summary>Everything below the locations too.</summary>
    public required bool IncludeChildren { get; init; }

    /// <summary>Empty for all items.</summary>
    public required Guid[] ItemIds { get; init; }

    /// <summary>Also what was there once and is not any more.</summary>
    public required bool IncludeZero { get; init; }

    /// <summary>Who counts does not see what the books say.</summary>
    public required bool Blind { get; init; }

    /// <summary>A session whose differences are no larger can be posted without approval; in percent of what the books say.</summary>
    public required decimal TolerancePct { get; init; }
    public string? Assignee { get; init; }
    public DateOnly? ScheduledFor { get; init; }
    public string? Notes { get; init; }
    public string? ExternalId { get; init; }
    public Dictionary<string, string> Metadata { get; init; } = [];
    public string? Reason { get; private set; }
    public string Status { get; private set; } = Draft;

    /// <summary>The last transaction before the lines were made.</summary>
    public long? SnapshotSeq { get; private set; }

    /// <summary>1, and one more for each recount.</summary>
    public int Attempt { get; private set; } = 1;
    public int LineCount { get; set; }
    public int CountedCount { get; set; }

    /// <summary>Lines that differ from the books, as found when it was submitted.</summary>
    public int VarianceCount { get; private set; }

    /// <summary>What the differences are worth: by the costs at the time of submitting, and once posted what was posted. Null when nobody knows.</summary>
    public decimal? VarianceValue { get; private set; }

    /// <summary>Of that value; null where items name none.</summary>
    public string? Currency { get; private set; }
    public bool IsWithinTolerance { get; private set; }
    public Guid? TransactionId { get; private set; }

    /// <summary>The number of that transaction; 0 when nothing differed.</summary>
    public long PostedSeq { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public string? StartedBy { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public string? SubmittedBy { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }
    public string? ApprovedBy { get; private set; }
    public DateTimeOffset? PostedAt { get; private set; }
    public string? PostedBy { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CancelledBy { get; private set; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;

    public List<CountLine> Lines { get; private set; } = [];

    /// <summary>What the ledger has learned since the lines were counted; known where it is posted.</summary>
    public CountSheet? Sheet { get; set; }

    /// <summary>What can be done with it now.</summary>
    public IReadOnlyList<string> AllowedActions => Status switch
    {
        Draft => ["start", "cancel"],
        InProgress => ["count", "submit", "cancel"],
        Submitted => ["recount", "approve", .. IsWithinTolerance ? ["post"] : Array.Empty<string>(), "cancel"],
        Approved => ["post", "cancel"],
        _ => [],
    };

    /// <summary>True while what the books say, and so what differs, must not be told.</summary>
    public bool HidesBooks() => Blind && (Status is Draft or InProgress || SubmittedAt is null);

    public CountSession Copy()
    {
        var copy = (CountSession)MemberwiseClone();
        copy.Lines = [.. Lines.Select(line => line.Copy())];
        return copy;
    }

    /// <param name="snapshotSeq">The position of the ledger that the lines were made at.</param>
    public void Start(long snapshotSeq, int lineCount, DateTimeOffset now, string by)
    {
        Require("start");
        (Status, SnapshotSeq, LineCount, StartedAt, StartedBy) = (InProgress, snapshotSeq, lineCount, now, by);
    }

    /// <summary>Ends the counting. Lines that nobody has counted stay out of it.</summary>
    /// <param name="costs">Of the items that differ; those that were never in stock have none.</param>
    public void Submit(IReadOnlyDictionary<Guid, CostPool> costs, DateTimeOffset now, string by)
    {
        Require("submit");
        var differing = Lines.Where(line => line.VarianceQty is not (null or 0)).ToList();
        VarianceCount = differing.Count;
        IsWithinTolerance = differing.All(line => Math.Abs(line.VarianceQty!.Value) * 100 <= TolerancePct * Math.Abs(line.ExpectedQty));
        Value(differing.GroupBy(line => line.ItemId).Select(item => costs.TryGetValue(item.Key, out var pool)
            ? (pool.Worth(item.Sum(line => line.VarianceQty!.Value)), pool.Currency)
            : (0, null)));
        (Status, SubmittedAt, SubmittedBy) = (Submitted, now, by);
    }

    /// <summary>These lines are counted once more, as if nobody had.</summary>
    public void Recount(IReadOnlyCollection<CountLine> lines)
    {
        Require("recount");
        Attempt++;
        foreach (var line in lines) line.Recount(Attempt);
        CountedCount = Lines.Count(line => line.CountedQty is not null);
        (VarianceCount, VarianceValue, Currency, IsWithinTolerance, Status) = (0, null, null, false, InProgress);
    }

    public void Approve(DateTimeOffset now, string by)
    {
        Require("approve");
        (Status, ApprovedAt, ApprovedBy) = (Approved, now, by);
    }

    /// <summary>What was counted is what the books say now.</summary>
    /// <param name="posted">Null when nothing differed.</param>
    public void Post((LedgerTransaction Transaction, List<LedgerLine> Lines)? posted, DateTimeOffset now, string by)
    {
        Require("post");
        var transaction = posted?.Transaction;
        Value((posted?.Lines ?? []).Where(line => line.IsInternal).Select(line => (line.Value ?? 0, line.Currency)));
        VarianceCount = Lines.Count(line => line.VarianceQty is not (null or 0));
        (Status, TransactionId, PostedSeq, PostedAt, PostedBy) = (Posted, transaction?.Id, transaction?.LedgerSeq ?? 0, now, by);
    }

    public void Cancel(string? reason, DateTimeOffset now, string by)
    {
        Require("cancel");
        (Status, Reason, CancelledAt, CancelledBy) = (Cancelled, reason, now, by);
    }

    // Amounts of different currencies have no sum.
    void Value(IEnumerable<(decimal Value, string? Currency)> differences)
    {
        var amounts = differences.Where(difference => difference.Value != 0).ToList();
        var currencies = amounts.Select(amount => amount.Currency).Distinct().ToList();
        (VarianceValue, Currency) = currencies.Count > 1 ? ((decimal?)null, (string?)null) : (amounts.Sum(amount => amount.Value), currencies.SingleOrDefault());
    }

    /// <summary>Refuses an action that is not possible now.</summary>
    public void Require(string action)
    {
        if (!AllowedActions.Contains(action)) throw BrokenRuleException.InvalidTransition(Status, action, AllowedActions);
    }
}

/// <summary>What is to be counted, or was: stock of one item, lot, serial number and status at one location.</summary>
sealed class CountLine : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required Guid SessionId { get; init; }
    public required int LineNo { get; init; }
    public required Guid ItemId { get; init; }
    public required Guid LocationId { get; init; }
    public required Guid LotId { get; init; }
    public required string SerialNo { get; init; }
    public required Guid StatusId { get; init; }

    /// <summary>What the books say of the moment at which it was counted; until then, of the start.</summary>
    public decimal ExpectedQty { get; set; }
    public decimal? CountedQty { get; private set; }
    public DateTimeOffset? CountedAt { get; private set; }

    /// <summary>The last transaction before it was counted.</summary>
    public long? CountedSeq { get; private set; }
    public string? CountedBy { get; private set; }
    public required int Attempt { get; set; }
    public string? ReasonCode { get; set; }

    public StockKey Key => new(ItemId, LocationId, LotId, SerialNo, StatusId);

    /// <summary>What is more than the books say, or below zero what is missing; null when nobody has counted.</summary>
    public decimal? VarianceQty => CountedQty - ExpectedQty;

    public CountLine Copy() => (CountLine)MemberwiseClone();

    public void Count(decimal qty, decimal expectedQty, long ledgerSeq, DateTimeOffset now, string by)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(qty);
        (CountedQty, ExpectedQty, CountedSeq, CountedAt, CountedBy) = (qty, expectedQty, ledgerSeq, now, by);
    }

    /// <summary>It was not counted after all.</summary>
    public void Uncount() => (CountedQty, CountedSeq, CountedAt, CountedBy) = (null, null, null, null);

    public void Recount(int attempt)
    {
        Uncount();
        Attempt = attempt;
    }
}

/// <summary>What the ledger has learned since lines of a session were counted.</summary>
/// <param name="Backdated">By line: what was posted later and took effect before, so that who counted has seen it.</param>
/// <param name="CountedSince">Lines of which a newer count is posted.</param>
sealed record CountSheet(IReadOnlyDictionary<Guid, decimal> Backdated, IReadOnlySet<Guid> CountedSince);
