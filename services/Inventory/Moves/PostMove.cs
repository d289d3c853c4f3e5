using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;
using Atlas.Inventory.Transactions;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Moves;

/// <summary>Stock that changes its place, its status, or both, inside a facility. The item's total stays what it is.</summary>
/// <param name="LocationId">Where it is.</param>
/// <param name="StatusId">Its status now, id or code; available when absent.</param>
/// <param name="ToLocationId">Where it goes; where it is, when absent.</param>
/// <param name="ToStatusId">Its status then, id or code; what it is, when absent.</param>
/// <param name="Qty">How much, above 0.</param>
public sealed record MoveRequest(
    Guid ItemId, Guid LocationId, string? StatusId, Guid? ToLocationId, string? ToStatusId, decimal Qty, string? UomId, Guid? LotId, string? LotNo,
    IReadOnlyList<string> SerialNos, string? Reason, string? ReasonCode, DateTimeOffset? EffectiveAt, string? Reference) : IReadable<MoveRequest>
{
    public static MoveRequest Read(Fields fields)
    {
        var (status, toStatus) = (Status(fields, "statusId"), Status(fields, "toStatusId"));
        var (from, to) = (fields.Id("locationId"), fields.OptionalId("toLocationId"));
        if ((to ?? from) == from && (toStatus ?? status) == status && !fields.IsWrong("toLocationId") && !fields.IsWrong("toStatusId"))
            fields.Refuse("toLocationId", "invalid_value", "or toStatusId must differ from what is now");
        return new(fields.Id("itemId"), from, status, to, toStatus, fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64),
            fields.OptionalId("lotId"), fields.OptionalText("lotNo", 64), fields.Serials(), fields.OptionalText("reason", 500),
            fields.OptionalText("reasonCode", 64), fields.OptionalTimestamp("effectiveAt"), fields.OptionalText("reference", 128));
    }

    static string? Status(Fields fields, string name)
    {
        var status = fields.OptionalText(name, 64);
        if (status is not null && StockStatus.Find(status) is null)
            fields.Refuse(name, "invalid_reference", "is no stock status", ("allowed", StockStatus.All.Select(s => s.Code).ToArray()));
        return status;
    }
}

static class PostMove
{
    public static void MapMoves(this IEndpointRouteBuilder posting) =>
        posting.MapPost("/inventory/moves", Handle).RequireScope("inventory:adjust").Produces<Envelope<TransactionView>>(201);

    /// <summary>Moves stock to another location of its facility, or to another status, in one transaction.</summary>
    public static Task<IResult> Handle(HttpContext http, Body<MoveRequest> body, LedgerWriter ledger) =>
        ledger.RunAsync(http, new Command(body.Value) { Actor = Caller.Of(http).Credential });

    sealed class Command(MoveRequest request) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Items.Add(request.ItemId);
            wanted.Locations.Add(request.LocationId);
            if (request.ToLocationId is { } to) wanted.Locations.Add(to);
            if (request.LotId is { } lot) wanted.Lots.Add(lot);
            if (request.LotNo is { } number) wanted.LotNumbers.Add((request.ItemId, number));
            if (request.EffectiveAt is { } at) wanted.HistorySince(at);
        }

        public override LedgerAnswer Run(Book book)
        {
            var stock = new StockSelection(request.ItemId, request.LocationId, request.StatusId, request.LotId, request.LotNo, null, request.SerialNos,
                request.UomId).On(book, -request.Qty, "qty", arrives: false);
            var to = request.ToLocationId is { } id ? book.LocationOf("toLocationId", id) : stock.Location;
            if (to.FacilityId != stock.Facility.Id)
                throw Book.Invalid("toLocationId", "invalid_reference", "is in another facility; a transfer takes stock there");
            if (to.Id != stock.Location.Id && !(to.IsActive && stock.Facility.IsActive))
                throw new BrokenRuleException("location_inactive", "The location or its facility is not active: nothing can arrive there.");
            var status = request.ToStatusId is null ? stock.Status : StockStatus.Find(request.ToStatusId)!;

            var draft = new Draft
            {
                Type = to.Id == stock.Location.Id ? "status_change" : "move",
                Actor = Actor,
                EffectiveAt = request.EffectiveAt,
                Reason = request.Reason,
                ReasonCode = request.ReasonCode,
                Reference = request.Reference,
            };
            foreach (var line in stock.Lines())
            {
                draft.Lines.Add(line);
                draft.Lines.Add(line with { LocationId = to.Id, Status = status, Qty = -line.Qty, EnteredQty = -line.EnteredQty });
            }

            var posted = book.Post(draft);
            return new LedgerAnswer(201, new Envelope<TransactionView>(TransactionView.From(book, posted)), $"/v1/inventory/transactions/{posted.Transaction.Id}");
        }
    }
}
