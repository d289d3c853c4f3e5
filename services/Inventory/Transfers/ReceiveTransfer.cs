using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Transfers;

/// <summary>What has arrived; with no lines said, everything that is in transit.</summary>
/// <param name="LocationId">Where it was put, unless its line says so.</param>
public sealed record ReceiveTransferRequest(IReadOnlyList<ReceiveTransferLine> Lines, Guid? LocationId) : IReadable<ReceiveTransferRequest>
{
    public static bool MayBeAbsent => true;

    public static ReceiveTransferRequest Read(Fields fields) => new(
        fields.List("lines", 1, Transfer.MaxLines, ReceiveTransferLine.Read, required: false), fields.OptionalId("locationId"));
}

/// <summary>What has arrived of one line.</summary>
/// <param name="LineId">Or <paramref name="LineNo"/>: the line.</param>
/// <param name="Qty">In the item's base unit; with nothing said one for each serial number, or else all of it that is in transit.</param>
/// <param name="LocationId">Where it was put; where the line, or else the receipt, says when absent.</param>
/// <param name="LotId">With <paramref name="SerialNos"/>: which of what is in transit; what left first when absent.</param>
/// <param name="StatusId">The status that it is in now, id or code, for example <c>damaged</c>; as it left when absent.</param>
public sealed record ReceiveTransferLine(
    Guid? LineId, int? LineNo, decimal? Qty, Guid? LocationId, Guid? LotId, IReadOnlyList<string> SerialNos, string? StatusId)
{
    internal static ReceiveTransferLine Read(Fields fields)
    {
        var ((id, lineNo), status) = (TransferLines.Reference(fields), fields.OptionalText("statusId", 64));
        if (status is not null && StockStatus.Find(status) is null)
            fields.Refuse("statusId", "invalid_reference", "is no stock status", ("allowed", StockStatus.All.Select(s => s.Code).ToArray()));
        return new(id, lineNo, fields.OptionalQty("qty"), fields.OptionalId("locationId"), fields.OptionalId("lotId"), fields.Serials(), status);
    }
}

static class ReceiveTransfer
{
    /// <summary>
    /// Posts that stock has arrived. Never more than is in transit (409 <c>over_receipt</c>); what is missing stays in transit until it
    /// arrives or the transfer is closed. Receiving everything when everything is received is 200 and changes nothing.
    /// </summary>
    public static Task<IResult> Handle(Guid transferId, HttpContext http, Body<ReceiveTransferRequest> body, LedgerWriter ledger)
    {
        var (request, actor) = (body.Value, Caller.Of(http).Credential);
        return ledger.RunAsync(http, TransferCommand.For(http, transferId, "received",
            t => request.Lines.Count == 0 && t.Status is Transfer.Received or Transfer.PartiallyReceived && t.IsNothingInTransit(),
            (book, transfer) => Receive(book, transfer, request, actor),
            wanted => wanted.Locations.UnionWith(request.Lines.Select(l => l.LocationId).Append(request.LocationId).OfType<Guid>())));
    }

    static Guid? Receive(Book book, Transfer transfer, ReceiveTransferRequest request, string actor)
    {
        transfer.Require("receive");
        var draft = new Draft
        {
            Type = "transfer_receive", Actor = actor, SourceType = Transfer.SourceType, SourceId = $"{transfer.Id}", SourceNo = transfer.TransferNo,
        };
        // What is in transit, less what this receipt has taken of it already.
        var transit = transfer.Lines.ToDictionary(line => line.Id, line => transfer.InTransitOf(line).ToList());
        var arrived = new List<(TransferLine Line, TransitStock Stock, Guid? LocationId)>();
        foreach (var (line, wanted, path) in TransferLines.Named(transfer, request.Lines, l => (l.LineId, l.LineNo)))
        {
            var there = transit[line.Id];
            var matching = there.Where(stock => (wanted?.LotId is null || stock.LotId == wanted.LotId)
                && (wanted is not { SerialNos.Count: > 0 } || wanted.SerialNos.Contains(stock.SerialNo))).ToList();
            var onItsWay = matching.Sum(stock => stock.Qty);
            var qty = Quantity(book, line, wanted, onItsWay, path);
            if (qty == 0 && wanted is null) continue;
            if (qty > onItsWay || qty == 0)
                throw new BrokenRuleException("over_receipt", $"Only {onItsWay:0.######} of this is in transit for line {line.LineNo}.",
                    new ErrorDetail($"{path}qty", "over_receipt", "is more than is in transit", TransferLines.Facts(line, qty, onItsWay)));

            var place = Place(book, transfer, line, wanted, request, path);
            foreach (var stock in matching)
            {
                var part = Math.Min(qty, stock.Qty);
                if (part == 0) break;
                there[there.IndexOf(stock)] = stock with { Qty = stock.Qty - part };
                arrived.Add((line, stock with { Qty = part }, place.Id));
                var (uom, status) = (book.Items[line.ItemId].Item.BaseUomId, StockStatus.Of(stock.StatusId));
                var leaves = new DraftLine(line.ItemId, null, VirtualLocation.InTransit.Id, VirtualLocation.InTransit.Type, stock.LotId, stock.SerialNo, status, -part, -part, uom);
                draft.Lines.Add(leaves);
                draft.Lines.Add(leaves with
                {
                    FacilityId = transfer.ToFacilityId, LocationId = place.Id, LocationType = VirtualLocation.Internal, Qty = part, EnteredQty = part,
                    Status = wanted?.StatusId is { } other ? StockStatus.Find(other)! : status,
                });
                qty -= part;
            }
        }

        var posted = book.Post(draft).Transaction;
        transfer.Receive(TransferLines.Movements(transfer, TransferMovement.Receive, posted, actor, arrived), book.Now, actor);
        return posted.Id;
    }

    static decimal Quantity(Book book, TransferLine line, ReceiveTransferLine? wanted, decimal onItsWay, string path)
    {
        var (item, serials) = (book.ItemOf("itemId", line.ItemId).Item, wanted?.SerialNos.Count ?? 0);
        if (serials > 0 && wanted!.Qty is { } named && named != serials)
            throw Book.Invalid($"{path}serialNos", "array_length", $"must name {named:0.######} serial numbers, one for each unit");
        var qty = serials > 0 ? serials : wanted?.Qty ?? onItsWay;
        return decimal.Round(qty, item.BaseUomDecimals) == qty
            ? qty
            : throw Book.Invalid($"{path}qty", "out_of_range", $"must have at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
    }

    static Location Place(Book book, Transfer transfer, TransferLine line, ReceiveTransferLine? wanted, ReceiveTransferRequest request, string path)
    {
        var (field, id) = wanted?.LocationId is { } own ? ($"{path}locationId", own)
            : request.LocationId is { } all ? ("locationId", all)
            : ($"{path}locationId", line.ToLocationId ?? throw Book.Invalid($"{path}locationId", "required", "is required: the transfer does not say where it goes"));
        var place = book.LocationOf(field, id);
        if (place.FacilityId != transfer.ToFacilityId) throw Book.Invalid(field, "invalid_reference", "is no location of the facility that it goes to");
        if (!(place.IsActive && book.Facilities[place.FacilityId].IsActive))
            throw new BrokenRuleException("location_inactive", "The location or its facility is not active: nothing can arrive there.");
        return place;
    }
}
