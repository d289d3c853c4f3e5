using Atlas.Contracts.Inventory;
using Atlas.Inventory.Documents;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Reservations;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>What leaves; with nothing said, everything that has not left yet.</summary>
/// <param name="Carrier">Replaces what the transfer says.</param>
/// <param name="TrackingNo">Replaces what the transfer says.</param>
public sealed record ShipTransferRequest(IReadOnlyList<ShipTransferLine> Lines, string? Carrier, string? TrackingNo) : IReadable<ShipTransferRequest>
{
    public static bool MayBeAbsent => true;

    public static ShipTransferRequest Read(Fields fields) => new(
        fields.List("lines", 1, Transfer.MaxLines, ShipTransferLine.Read, required: false), fields.OptionalText("carrier", 128),
        fields.OptionalText("trackingNo", 128));
}

/// <summary>What leaves of one line.</summary>
/// <param name="LineId">Or <paramref name="LineNo"/>: the line.</param>
/// <param name="Qty">In the item's base unit; with nothing said one for each serial number, or else all that has not left yet.</param>
/// <param name="LocationId">With lot and serial numbers: which stock was taken; chosen by the item's usual strategy where nothing is named.</param>
public sealed record ShipTransferLine(Guid? LineId, int? LineNo, decimal? Qty, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos)
{
    internal static ShipTransferLine Read(Fields fields)
    {
        var (id, lineNo) = TransferLines.Reference(fields);
        return new(id, lineNo, fields.OptionalQty("qty"), fields.OptionalId("locationId"), fields.OptionalId("lotId"), fields.Serials());
    }
}

static class ShipTransfer
{
    /// <summary>
    /// Posts that stock has left for the other facility: it is in transit from then on. Only what nobody else holds can leave. What is not
    /// shipped can be shipped later. Shipping everything when everything is shipped is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid transferId, HttpContext http, Body<ShipTransferRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, TransferCommand.For(http, transferId, "shipped",
            t => request.Lines.Count == 0 && t.Status is Transfer.InTransit or Transfer.PartiallyReceived && t.IsShipped(),
            (book, transfer) => Ship(book, transfer, request, actor),
            wanted =>
            {
                wanted.Choosing = true;
                wanted.Locations.UnionWith(request.Lines.Select(l => l.LocationId).OfType<Guid>());
                wanted.Lots.UnionWith(request.Lines.Select(l => l.LotId).OfType<Guid>());
            }));
    }

    static Guid? Ship(Book book, Transfer transfer, ShipTransferRequest request, string actor)
    {
        transfer.Require("ship");
        if (!book.Facilities[transfer.ToFacilityId].IsActive)
            throw new BrokenRuleException("location_inactive", "The facility that it goes to is not active: nothing can arrive there.");
        (transfer.Carrier, transfer.TrackingNo) = (request.Carrier ?? transfer.Carrier, request.TrackingNo ?? transfer.TrackingNo);

        var draft = new Draft
        {
            Type = "transfer_ship", Actor = actor, SourceType = Transfer.SourceType, SourceId = $"{transfer.Id}", SourceNo = transfer.TransferNo,
            Reference = transfer.TrackingNo,
        };
        var (taken, left) = (new List<(TransferLine Line, DraftLine Stock)>(), transfer.Lines.ToDictionary(l => l.Id, transfer.LeftToShip));
        foreach (var (line, wanted, path) in TransferLines.Named(transfer, request.Lines, l => (l.LineId, l.LineNo)))
        {
            var qty = wanted?.Qty ?? (wanted is { SerialNos.Count: > 0 } ? wanted.SerialNos.Count : left[line.Id]);
            if (qty == 0) continue; // All of it has left, and only the rest of the others is meant.
            if (qty > left[line.Id])
                throw new BrokenRuleException("over_shipment", $"Only {left[line.Id]:0.######} of line {line.LineNo} is left to ship.",
                    new ErrorDetail($"{path}qty", "over_shipment", "is more than is left to ship", TransferLines.Facts(line, qty, left[line.Id])));
            left[line.Id] -= qty;
            foreach (var stock in Take(book, transfer, line, wanted, qty, path, actor)) taken.Add((line, stock));
        }

        foreach (var (_, stock) in taken) draft.Move(stock, VirtualLocation.InTransit);
        if (taken.Count == 0) throw new BrokenRuleException("over_shipment", "Nothing of these lines is left to ship.");
        var posted = book.Post(draft).Transaction;
        Holding.LetGo(book, taken.Select(t => t.Stock));
        transfer.Ship(TransferLines.Movements(transfer, TransferMovement.Ship, posted, actor, taken.Select(t =>
            (t.Line, new TransitStock(t.Stock.LotId, t.Stock.SerialNo, t.Stock.Status.Id, -t.Stock.Qty), (Guid?)t.Stock.LocationId))), book.Now, actor);
        return posted.Id;
    }

    // What is held for the line first, then what is free.
    static List<DraftLine> Take(Book book, Transfer transfer, TransferLine line, ShipTransferLine? wanted, decimal qty, string path, string actor)
    {
        var page = book.ItemOf("itemId", line.ItemId);
        if (decimal.Round(qty, page.Item.BaseUomDecimals) != qty)
            throw Book.Invalid($"{path}qty", "out_of_range", $"must have at most {page.Item.BaseUomDecimals} decimals in {page.Item.BaseUomCode}");
        if (wanted?.LocationId is { } place && book.LocationOf($"{path}locationId", place).FacilityId != transfer.FromFacilityId)
            throw Book.Invalid($"{path}locationId", "invalid_reference", "is no location of the facility that it leaves");
        if (wanted?.LotId is { } lot && (!book.Lots.TryGetValue(lot, out var known) || known.ItemId != line.ItemId || (line.LotId ?? lot) != lot))
            throw Book.Invalid($"{path}lotId", "invalid_reference", "is no lot of this line");
        if (wanted is { SerialNos.Count: > 0 } && !page.Item.HasSerials)
            throw Book.Invalid($"{path}serialNos", "invalid_value", "must be absent: the item has no serial numbers");
        if (wanted is { SerialNos.Count: > 0 } && wanted.SerialNos.Count != qty)
            throw Book.Invalid($"{path}serialNos", "array_length", $"must name {qty:0.######} serial numbers, one for each unit");

        var (stock, left, serials) = (new List<DraftLine>(), qty, wanted?.SerialNos ?? []);
        var held = book.Reservations.Values.Where(r => r.DemandType == Transfer.SourceType && r.DemandId == $"{transfer.Id}" && r.DemandLineId == $"{line.Id}" && r.IsActive)
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id).Select(r => r.Id).ToList();
        foreach (var id in held)
        {
            var reservation = Holding.Open(book, id);
            var part = Math.Min(left, reservation.IsActive ? reservation.SoftQty + reservation.AllocatedQty : 0);
            if (part > 0) TakePart(id, part);
        }

        if (left > 0) TakePart(null, left);
        return stock;

        void TakePart(Guid? reservationId, decimal part)
        {
            // As many of the serial numbers as this part has units.
            stock.AddRange(StockTaken.Take(book, new PostShipmentLine($"{line.Id}", reservationId, line.ItemId, transfer.FromFacilityId, part,
                wanted?.LocationId ?? line.FromLocationId, wanted?.LotId ?? line.LotId, [.. serials.Take((int)part)]), Transfer.SourceType, $"{transfer.Id}", actor));
            serials = [.. serials.Skip((int)part)];
            left -= part;
        }
    }
}

/// <summary>How requests name the lines of a transfer, and what becomes of them.</summary>
static class TransferLines
{
    /// <summary>The id or number of a line; one of both is needed.</summary>
    public static (Guid? Id, int? LineNo) Reference(Fields fields)
    {
        var (id, lineNo) = (fields.OptionalId("lineId"), (int?)fields.OptionalInteger("lineNo", 1, int.MaxValue));
        if (id is null && lineNo is null && !fields.IsWrong("lineId") && !fields.IsWrong("lineNo"))
            fields.Refuse("lineId", "required", "is required, unless lineNo is given");
        return (id, lineNo);
    }

    /// <summary>The lines that a request names, each with what it says of it and how the body calls that; all lines when it names none.</summary>
    public static IEnumerable<(TransferLine Line, T? Wanted, string Path)> Named<T>(
        Transfer transfer, IReadOnlyList<T> requested, Func<T, (Guid? Id, int? LineNo)> reference) where T : class
    {
        if (requested.Count == 0) return transfer.Lines.Select(line => (line, (T?)null, ""));
        return requested.Select((wanted, index) =>
        {
            var (id, lineNo) = reference(wanted);
            var line = transfer.Lines.FirstOrDefault(l => id is not null ? l.Id == id : l.LineNo == lineNo)
                ?? throw Book.Invalid($"lines[{index}].{(id is not null ? "lineId" : "lineNo")}", "invalid_reference", "is no line of this transfer");
            return (line, (T?)wanted, $"lines[{index}].");
        });
    }

    /// <summary>Facts for a refusal.</summary>
    public static Dictionary<string, object?> Facts(TransferLine line, decimal requested, decimal left) =>
        new() { ["lineId"] = line.Id, ["itemId"] = line.ItemId, ["requested"] = requested, ["left"] = left };

    /// <summary>The movements that a transaction stands for.</summary>
    public static IReadOnlyList<TransferMovement> Movements(
        Transfer transfer, string kind, LedgerTransaction posted, string actor, IEnumerable<(TransferLine Line, TransitStock Stock, Guid? LocationId)> moved) =>
        [.. moved.Select((m, index) => new TransferMovement
        {
            TransferId = transfer.Id, Nr = transfer.Movements.Count + index + 1, LineId = m.Line.Id, Kind = kind, TransactionId = posted.Id, ItemId = m.Line.ItemId,
            LotId = m.Stock.LotId, SerialNo = m.Stock.SerialNo, StatusId = m.Stock.StatusId, LocationId = m.LocationId, Qty = m.Stock.Qty,
            Carrier = kind == TransferMovement.Ship ? transfer.Carrier : null, TrackingNo = kind == TransferMovement.Ship ? transfer.TrackingNo : null,
            At = posted.PostedAt, By = actor,
        })];
}
