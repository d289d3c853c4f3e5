using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atlas.Catalog.Items.Imports;

static class StartItemImport
{
    /// <summary>
    /// Takes in a file of items and imports it in the background; the answer says where to look how far it is. A row is right or wrong by
    /// itself, by the rules and with the codes of the API. <c>mode=upsert</c> (usual) changes an item whose number there is, by the fields that
    /// the row has; <c>mode=create</c> rejects it. With <c>dry_run=true</c> everything is decided and nothing kept but the report.
    /// </summary>
    /// <remarks>
    /// One JSON object per line (<c>application/x-ndjson</c>), or a table as <c>text/csv</c> (comma, semicolon or tab) or <c>.xlsx</c> whose first line
    /// names the fields; at most 16 MiB and 100,000 rows.
    /// </remarks>
    public static async Task<IResult> Handle(
        FileBody file, HttpContext http, CatalogDb db, ItemImporter importer, TimeProvider time, CancellationToken ct, string? mode = null)
    {
        if (mode is not null && !ItemImport.Modes.Contains(mode))
            return Error.InvalidParameter("mode", $"mode must be one of: {string.Join(", ", ItemImport.Modes)}.");
        if (!ImportFile.Formats.TryGetValue(file.ContentType, out var format))
            return new Error(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", $"Send the file as {string.Join(", ", ImportFile.Formats.Keys)}.");
        var total = ImportFile.Read(format, file.Content).Take(ImportFile.MaxRows + 1).Count();
        if (total == 0) throw ImportFile.Broken("There is no row in it.");
        if (total > ImportFile.MaxRows) throw ImportFile.Broken($"It has more than {ImportFile.MaxRows} rows; split it.");

        var now = time.GetUtcNow();
        var import = new ItemImport
        {
            Id = Guid.CreateVersion7(now), Format = format, Mode = mode ?? ItemImport.Upsert, IsDryRun = Caller.WantsDryRun(http), Total = total,
            CreatedBy = Caller.Of(http).Credential, CreatedAt = now,
        };
        db.Add(import);
        db.Add(new ItemImportFile { ImportId = import.Id, Content = file.Content });
        await db.SaveChangesAsync(ct);
        http.Response.OnCompleted(() =>
        {
            importer.Wake();
            return Task.CompletedTask;
        });
        http.SetETag(import.Version);
        return Reply.Accepted(ItemImportView.From(import), $"/v1/items/imports/{import.Id}");
    }

    /// <summary>Any type, as far as the route goes: who may not import is told so first, and then which types there are.</summary>
    public static readonly AcceptsMetadata Accepts = new(["*/*"], typeof(Stream), isOptional: false);
}
