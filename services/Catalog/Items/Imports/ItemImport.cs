using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items.Imports;

/// <summary>A file of items that is worked off in the background: each row is right or wrong by itself, by the rules of the API.</summary>
sealed class ItemImport : ITenantOwned
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string Upsert = "upsert";
    public const string Create = "create";

    /// <summary>More are counted, and not told one by one.</summary>
    public const int MaxErrors = 1_000;

    public static readonly string[] Statuses = [Queued, Running, Succeeded, Failed, Cancelled];
    public static readonly string[] Modes = [Upsert, Create];

    public string TenantId { get; private set; } = null!;
    public required Guid Id { get; init; }
    public required string Format { get; init; }

    /// <summary><see cref="Upsert"/>: a number that there is already is changed. <see cref="Create"/>: that is an error.</summary>
    public required string Mode { get; init; }

    /// <summary>Everything is decided, and nothing of it stays.</summary>
    public required bool IsDryRun { get; init; }

    public string Status { get; private set; } = Queued;
    public required int Total { get; init; }
    public int Processed { get; private set; }
    public int Created { get; private set; }
    public int Updated { get; private set; }
    public int Unchanged { get; private set; }
    public int Rejected { get; private set; }

    /// <summary>The first <see cref="MaxErrors"/>.</summary>
    public IReadOnlyList<ImportError> Errors { get; private set; } = [];

    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? StartedAt { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public long Version { get; private set; } = 1;

    public bool IsOver => Status is not (Queued or Running);
    public IReadOnlyList<string> AllowedActions => IsOver ? [] : ["cancel"];

    /// <summary>Notes what became of the next rows.</summary>
    public void Advance(ImportedRows rows, DateTimeOffset now)
    {
        StartedAt ??= now;
        Processed += rows.Count;
        Created += rows.Created;
        Updated += rows.Updated;
        Unchanged += rows.Unchanged;
        Rejected += rows.Errors.Count;
        if (rows.Errors.Count > 0 && Errors.Count < MaxErrors) Errors = [.. Errors, .. rows.Errors.Take(MaxErrors - Errors.Count)];
        if (Processed < Total) Become(Running, now);
        else End(Rejected == Total ? Failed : Succeeded, now);
    }

    /// <summary>Leaves out the rows that are still to come. What has been imported stays.</summary>
    /// <exception cref="BrokenRuleException">It has ended otherwise.</exception>
    public void Cancel(DateTimeOffset now)
    {
        if (IsOver) throw BrokenRuleException.InvalidTransition(Status, "cancel", AllowedActions);
        End(Cancelled, now);
    }

    void End(string status, DateTimeOffset now)
    {
        FinishedAt = now;
        Become(status, now);
    }

    void Become(string status, DateTimeOffset now)
    {
        (Status, UpdatedAt) = (status, now);
        Version++;
    }
}

/// <summary>The file of an import, as it was sent. It goes when the import has ended.</summary>
sealed class ItemImportFile : ITenantOwned
{
    public string TenantId { get; private set; } = null!;
    public required Guid ImportId { get; init; }
    public required byte[] Content { get; init; }
}

/// <summary>Why a row was not imported: what the API would have answered to it.</summary>
/// <param name="Row">Its number in the file, from 1; the line with the names of columns does not count.</param>
/// <param name="ItemNo">As far as it could be read.</param>
/// <param name="Code">Code of the error.</param>
/// <param name="Details">One per wrong field.</param>
public sealed record ImportError(int Row, string? ItemNo, string Code, string Message, IReadOnlyList<ErrorDetail> Details);

/// <summary>What became of some rows.</summary>
sealed record ImportedRows(int Count, int Created, int Updated, int Unchanged, IReadOnlyList<ImportError> Errors);
