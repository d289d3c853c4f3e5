using Atlas.Inventory.Items;
using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Transfers;

/// <summary>A new transfer. It is a draft: nothing is held and nothing moves.</summary>
/// <param name="ToFacilityId">Another facility; inside one, stock is moved.</param>
/// <param name="Lines">1 to 200.</param>
public sealed record CreateTransferRequest(
    Guid FromFacilityId, Guid ToFacilityId, DateOnly? RequestedShipDate, DateOnly? ExpectedArrival, string? Carrier, string? TrackingNo, string? Notes,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<TransferLineRequest> Lines) : IReadable<CreateTransferRequest>
{
    public static CreateTransferRequest Read(Fields fields) => new(
        fields.Id("fromFacilityId"), fields.Id("toFacilityId"), fields.OptionalDate("requestedShipDate"), fields.OptionalDate("expectedArrival"),
        fields.OptionalText("carrier", 128), fields.OptionalText("trackingNo", 128), fields.OptionalText("notes", 4_000),
        fields.ExternalId(), fields.Metadata(),
        fields.List("lines", 1, Transfer.MaxLines, TransferLineRequest.Read));
}

/// <summary>How much of which item is to go.</summary>
/// <param name="Id">In a change: the line that is meant.</param>
/// <param name="Delete">In a change, as <c>_delete</c>: takes the line out.</param>
/// <param name="UomId">Unit of the quantity, id or code; the item's base unit when absent. Answers are in the base unit.</param>
/// <param name="FromLocationId">Takes it from there only.</param>
/// <param name="ToLocationId">Where it goes; can also be said on receipt.</param>
/// <param name="LotId">This lot only.</param>
public sealed record TransferLineRequest(
    Guid? Id, bool Delete, Guid ItemId, decimal Qty, string? UomId, Guid? FromLocationId, Guid? ToLocationId, Guid? LotId)
{
    internal static TransferLineRequest Read(Fields fields)
    {
        var (id, isDeleted) = (fields.OptionalId("id"), fields.Boolean("_delete", false));
        return new(id, isDeleted, fields.OptionalId("itemId", required: !isDeleted) ?? Guid.Empty, fields.OptionalQty("qty", required: !isDeleted) ?? 0,
            fields.OptionalText("uomId", 64), fields.OptionalId("fromLocationId"), fields.OptionalId("toLocationId"), fields.OptionalId("lotId"));
    }
}

static class CreateTransfer
{
    /// <summary>Adds a transfer, as a draft.</summary>
    public static async Task<IResult> Handle(
        Body<CreateTransferRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var numbered = request.Lines.Select((line, index) => (line, $"lines[{index}].")).ToList();
        if (await TransferRules.ExternalIdTakenAsync(db, null, request.ExternalId, ct) is { } taken) return taken;
        var lines = await TransferRules.CheckAsync(db, request.FromFacilityId, request.ToFacilityId, numbered, ct);
        var transfer = new Transfer
        {
            Id = Guid.CreateVersion7(now),
            TransferNo = await db.NextNumberAsync(Transfer.NumberPrefix, ct),
            FromFacilityId = request.FromFacilityId,
            ToFacilityId = request.ToFacilityId,
            RequestedShipDate = request.RequestedShipDate,
            ExpectedArrival = request.ExpectedArrival,
            Carrier = request.Carrier,
            TrackingNo = request.TrackingNo,
            Notes = request.Notes,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        transfer.Lines.AddRange(lines.Select((line, index) => line.For(transfer, index + 1, now)));
        db.Add(transfer);
        db.Publish(TransferCommand.Announcement(transfer, "created", null, now), $"{transfer.Id}", transfer.Version);
        await db.SaveChangesAsync(ct);
        http.SetETag(transfer.Version);
        return Reply.Created($"/v1/inventory/transfers/{transfer.Id}", TransferView.From(transfer));
    }
}

/// <summary>What the lines of a transfer may name.</summary>
static class TransferRules
{
    /// <summary>The refusal when another transfer has this id of the caller.</summary>
    public static async Task<Error?> ExternalIdTakenAsync(InventoryDb db, Guid? self, string? externalId, CancellationToken ct) =>
        externalId is not null && await db.Transfers.Where(t => t.ExternalId == externalId && t.Id != self).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct) is { } same
            ? CommonFields.ExternalIdTaken("transfer", same)
            : null;

    /// <summary>Everything that a transfer names must exist and belong together. Refuses with all that does not.</summary>
    /// <param name="lines">The lines, and how the body calls each.</param>
    public static async Task<IReadOnlyList<CheckedLine>> CheckAsync(
        InventoryDb db, Guid from, Guid to, IReadOnlyList<(TransferLineRequest Line, string Path)> lines, CancellationToken ct)
    {
        var problems = new List<ErrorDetail>();
        var facilities = await db.Facilities.Where(f => f.Id == from || f.Id == to).Select(f => f.Id).ToListAsync(ct);
        if (!facilities.Contains(from)) problems.Add(new("fromFacilityId", "invalid_reference", "is no facility"));
        if (!facilities.Contains(to)) problems.Add(new("toFacilityId", "invalid_reference", "is no facility"));
        if (from == to) problems.Add(new("toFacilityId", "invalid_value", "must be another facility; a move takes stock to another place in the same one"));

        var itemIds = lines.Select(l => l.Line.ItemId).ToHashSet();
        var locationIds = lines.SelectMany(l => new[] { l.Line.FromLocationId, l.Line.ToLocationId }).OfType<Guid>().ToHashSet();
        var lotIds = lines.Select(l => l.Line.LotId).OfType<Guid>().ToHashSet();
        var items = await db.Items.AsNoTracking().Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var places = await db.Locations.Where(l => locationIds.Contains(l.Id)).ToDictionaryAsync(l => l.Id, l => l.FacilityId, ct);
        var lots = await db.Lots.Where(l => lotIds.Contains(l.Id)).ToDictionaryAsync(l => l.Id, l => l.ItemId, ct);
        var found = new List<CheckedLine>();
        foreach (var (line, path) in lines)
        {
            if (line.FromLocationId is { } source && places.GetValueOrDefault(source) != from)
                problems.Add(new($"{path}fromLocationId", "invalid_reference", "is no location of the facility that it leaves"));
            if (line.ToLocationId is { } target && places.GetValueOrDefault(target) != to)
                problems.Add(new($"{path}toLocationId", "invalid_reference", "is no location of the facility that it goes to"));
            if (line.LotId is { } lot && lots.GetValueOrDefault(lot) != line.ItemId)
                problems.Add(new($"{path}lotId", "invalid_reference", "is no lot of this item"));
            if (!items.TryGetValue(line.ItemId, out var item)) problems.Add(new($"{path}itemId", "invalid_reference", "is no item"));
            else if (item.ItemKind is "service" or "phantom") problems.Add(new($"{path}itemId", "invalid_value", $"is a {item.ItemKind}, of which there is no stock"));
            else if (Quantity(line, item) is { } qty) found.Add(new CheckedLine(line, qty, item.BaseUomId));
            else problems.Add(new($"{path}qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}, in a unit that the item has"));
        }

        return problems.Count == 0 ? found : throw new RefusedException(Error.Invalid(problems));
    }

    static decimal? Quantity(TransferLineRequest line, Item item) =>
        item.UomOf(line.UomId) is { } uom && item.ToBase(line.Qty, uom) is { } qty && decimal.Round(qty, item.BaseUomDecimals) == qty ? qty : null;
}

/// <summary>A line of a request whose references were found.</summary>
sealed record CheckedLine(TransferLineRequest Request, decimal Qty, Guid UomId)
{
    public TransferLine For(Transfer transfer, int lineNo, DateTimeOffset now)
    {
        var line = new TransferLine { Id = Guid.CreateVersion7(now), TransferId = transfer.Id, LineNo = lineNo, ItemId = Request.ItemId, Qty = Qty, UomId = UomId };
        Fill(line);
        return line;
    }

    public void Fill(TransferLine line)
    {
        (line.ItemId, line.Qty, line.UomId) = (Request.ItemId, Qty, UomId);
        (line.FromLocationId, line.ToLocationId, line.LotId) = (Request.FromLocationId, Request.ToLocationId, Request.LotId);
    }
}
