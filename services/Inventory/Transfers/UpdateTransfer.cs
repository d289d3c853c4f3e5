using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

/// <summary>What to change about a draft; what is absent stays, and null takes away what can be absent.</summary>
/// <param name="Lines">
/// The lines that there are to be. Where one of them names an <c>id</c>, only those that are named change: <c>_delete</c> takes one out,
/// and those without an id are added.
/// </param>
public sealed record UpdateTransferRequest(
    Guid? FromFacilityId, Guid? ToFacilityId, DateOnly? RequestedShipDate, DateOnly? ExpectedArrival, string? Carrier, string? TrackingNo, string? Notes,
    string? ExternalId, IReadOnlyDictionary<string, string>? Metadata, IReadOnlyList<TransferLineRequest>? Lines) : IReadable<UpdateTransferRequest>
{
    static readonly string[] MayBeTakenAway = ["requestedShipDate", "expectedArrival", "carrier", "trackingNo", "notes", "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateTransferRequest Read(Fields fields) => new(
        fields.Has("fromFacilityId") ? fields.Id("fromFacilityId") : null, fields.Has("toFacilityId") ? fields.Id("toFacilityId") : null,
        fields.OptionalDate("requestedShipDate"), fields.OptionalDate("expectedArrival"), fields.OptionalText("carrier", 128),
        fields.OptionalText("trackingNo", 128), fields.OptionalText("notes", 4_000),
        fields.ExternalId(), fields.Has("metadata") ? fields.Metadata() : null,
        fields.Has("lines") ? fields.List("lines", 1, Transfer.MaxLines, TransferLineRequest.Read) : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(Transfer transfer)
    {
        transfer.FromFacilityId = FromFacilityId ?? transfer.FromFacilityId;
        transfer.ToFacilityId = ToFacilityId ?? transfer.ToFacilityId;
        transfer.RequestedShipDate = Named.Contains("requestedShipDate") ? RequestedShipDate : transfer.RequestedShipDate;
        transfer.ExpectedArrival = Named.Contains("expectedArrival") ? ExpectedArrival : transfer.ExpectedArrival;
        transfer.Carrier = Named.Contains("carrier") ? Carrier : transfer.Carrier;
        transfer.TrackingNo = Named.Contains("trackingNo") ? TrackingNo : transfer.TrackingNo;
        transfer.ExternalId = Named.Contains("externalId") ? ExternalId : transfer.ExternalId;
        transfer.Metadata = Metadata is null ? transfer.Metadata : new(Metadata);
        transfer.Notes = Named.Contains("notes") ? Notes : transfer.Notes;
    }
}

static class UpdateTransfer
{
    /// <summary>Changes a draft. Once a transfer is approved, it is shipped or cancelled as it is.</summary>
    public static async Task<IResult> Handle(
        Guid transferId, Body<UpdateTransferRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from transfers where tenant_id = {db.CurrentTenant} and id = {transferId} for update", ct);
        var transfer = await db.Transfers.Whole().FirstOrDefaultAsync(t => t.Id == transferId, ct);
        if (transfer is null) return Error.NotFound("Transfer", $"{transferId}");
        var (request, now) = (body.Value, LedgerHash.ToMicroseconds(time.GetUtcNow()));
        http.CheckIfMatch(transfer.Version);
        if (transfer.Status != Transfer.Draft) return Error.Conflict("not_editable", $"A transfer that is {transfer.Status} cannot be changed.");

        if (await TransferRules.ExternalIdTakenAsync(db, transfer.Id, request.ExternalId, ct) is { } taken) return taken;
        request.ApplyTo(transfer);
        await ChangeLinesAsync(db, transfer, request.Lines, now, ct);
        transfer.UpdatedAt = now;
        transfer.Version++;
        db.Publish(TransferCommand.Announcement(transfer, "updated", null, now), $"{transfer.Id}", transfer.Version);
        await db.SaveChangesAsync(ct);
        http.SetETag(transfer.Version);
        return Reply.Ok(TransferView.From(transfer));
    }

    static async Task ChangeLinesAsync(
        InventoryDb db, Transfer transfer, IReadOnlyList<TransferLineRequest>? requested, DateTimeOffset now, CancellationToken ct)
    {
        var named = (requested ?? []).Select((line, index) => (Line: line, Path: $"lines[{index}].")).ToList();
        foreach (var (line, path) in named)
            if (line.Id is { } id && transfer.Lines.All(l => l.Id != id))
                throw new RefusedException(Error.Invalid(new ErrorDetail($"{path}id", "invalid_reference", "is no line of this transfer")));

        // Lines that stay are checked with the others: they may not fit to another facility.
        var isWhole = requested is not null && requested.All(line => line.Id is null);
        var staying = isWhole ? [] : transfer.Lines.Where(l => named.All(n => n.Line.Id != l.Id)).ToList();
        var all = named.Where(n => !n.Line.Delete).Concat(staying.Select(l => (AsRequest(l), $"lines.{l.Id}."))).ToList();
        if (all.Count is 0 or > Transfer.MaxLines)
            throw new RefusedException(Error.Invalid(new ErrorDetail("lines", "array_length", $"must leave 1 to {Transfer.MaxLines} lines",
                new Dictionary<string, object?> { ["min"] = 1, ["max"] = Transfer.MaxLines })));
        var found = await TransferRules.CheckAsync(db, transfer.FromFacilityId, transfer.ToFacilityId, all, ct);

        var kept = all.Select(l => l.Item1.Id).OfType<Guid>().ToHashSet();
        foreach (var gone in transfer.Lines.Where(l => !kept.Contains(l.Id)).ToList())
        {
            transfer.Lines.Remove(gone);
            db.Remove(gone);
        }

        var lineNo = transfer.Lines.Count == 0 ? 0 : transfer.Lines.Max(l => l.LineNo);
        foreach (var line in found)
            if (transfer.Lines.FirstOrDefault(l => l.Id == line.Request.Id) is { } known) line.Fill(known);
            else transfer.Lines.Add(line.For(transfer, ++lineNo, now));
    }

    static TransferLineRequest AsRequest(TransferLine l) => new(l.Id, false, l.ItemId, l.Qty, null, l.FromLocationId, l.ToLocationId, l.LotId);
}
