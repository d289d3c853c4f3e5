namespace Atlas.Catalog.Items.Imports;

/// <summary>An import of items, and how far it is.</summary>
/// <param name="Format"><c>ndjson</c>, <c>csv</c> or <c>xlsx</c>.</param>
/// <param name="Mode"><c>upsert</c> or <c>create</c>.</param>
/// <param name="DryRun">True when nothing of it stays.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>succeeded</c> (worked through), <c>failed</c> (no row could be taken) or <c>cancelled</c>.</param>
/// <param name="Total">Rows in the file.</param>
/// <param name="Processed">Rows that are decided.</param>
/// <param name="Unchanged">Rows that said what is so already.</param>
/// <param name="Rejected">Rows with an error.</param>
public record ItemImportView(
    Guid Id, string Format, string Mode, bool DryRun, string Status, int Total, int Processed, int Created, int Updated, int Unchanged, int Rejected,
    string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long Version,
    IReadOnlyList<string> AllowedActions)
{
    internal static ItemImportView From(ItemImport i) => new(
        i.Id, i.Format, i.Mode, i.IsDryRun, i.Status, i.Total, i.Processed, i.Created, i.Updated, i.Unchanged, i.Rejected,
        i.CreatedBy, i.CreatedAt, i.UpdatedAt, i.StartedAt, i.FinishedAt, i.Version, i.AllowedActions);
}

/// <summary>An import of items with what is wrong in its file.</summary>
public sealed record ItemImportDetailView : ItemImportView
{
    /// <summary>The first 1,000 rejected rows, in their order.</summary>
    public IReadOnlyList<ImportError> Errors { get; }

    ItemImportDetailView(ItemImportView view, IReadOnlyList<ImportError> errors) : base(view) => Errors = errors;

    internal static new ItemImportDetailView From(ItemImport import) => new(ItemImportView.From(import), import.Errors);
}
