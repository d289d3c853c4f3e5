using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Transactions;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Adjustments;

/// <summary>A correction of stock by hand.</summary>
/// <param name="StatusId">Id or code of the stock's status; available when absent.</param>
/// <param name="QtyDelta">What is more, or below zero what is less; never 0.</param>
/// <param name="LotId">Or <paramref name="LotNo"/>: which lot, where the item is tracked by lot. A new number makes a new lot.</param>
/// <param name="ExpiryDate">Of a new lot.</param>
/// <param name="SerialNos">One for each unit, where the item is tracked by serial number.</param>
/// <param name="UomId">Unit of the quantity, id or code; the item's base unit when absent.</param>
/// <param name="UnitCost">Cost per base unit of what is more; what the item costs now, or has last cost, when absent.</param>
/// <param name="EffectiveAt">When it happened; now when absent.</param>
/// <param name="ExpectedQty">What you believe is on hand now; 409 <c>count_conflict</c> when it is not.</param>
public sealed record AdjustmentRequest(
    Guid ItemId, Guid LocationId, string? StatusId, decimal QtyDelta, string Reason, string? ReasonCode, Guid? LotId, string? LotNo,
    DateOnly? ExpiryDate, IReadOnlyList<string> SerialNos, string? UomId, decimal? UnitCost, DateTimeOffset? EffectiveAt, decimal? ExpectedQty,
    string? Reference) : IReadable<AdjustmentRequest>
{
    public static AdjustmentRequest Read(Fields fields)
    {
        var delta = fields.OptionalDecimal("qtyDelta", -StockFields.MaxQty, StockFields.MaxQty, required: true) ?? 0;
        if (delta == 0 && !fields.IsWrong("qtyDelta")) fields.Refuse("qtyDelta", "out_of_range", "must not be 0");
        var cost = fields.OptionalDecimal("unitCost", 0, StockFields.MaxQty);
        if (cost is not null && delta < 0) fields.Refuse("unitCost", "invalid_value", "is for what is more; what leaves has its cost");
        var status = fields.OptionalText("statusId", 64);
        if (status is not null && Statuses.StockStatus.Find(status) is null)
            fields.Refuse("statusId", "invalid_reference", "is no stock status", ("allowed", Statuses.StockStatus.All.Select(s => s.Code).ToArray()));
        return new(fields.Id("itemId"), fields.Id("locationId"), status, delta, fields.Text("reason", 500), fields.OptionalText("reasonCode", 64),
            fields.OptionalId("lotId"), fields.OptionalText("lotNo", 64), fields.OptionalDate("expiryDate"), fields.Serials(),
            fields.OptionalText("uomId", 64), cost, fields.OptionalTimestamp("effectiveAt"),
            fields.OptionalDecimal("expectedQty", -StockFields.MaxQty, StockFields.MaxQty), fields.OptionalText("reference", 128));
    }
}

static class PostAdjustment
{
    public static void MapAdjustments(this IEndpointRouteBuilder posting)
    {
        posting.MapPost("/inventory/adjustments", Handle).RequireScope("inventory:adjust").Produces<Envelope<TransactionView>>(201);
        posting.MapPost("/inventory/adjustments/bulk", PostAdjustments.Handle).RequireScope("inventory:adjust").Produces<Envelope<BulkAdjustmentsView>>(201);
    }

    /// <summary>Posts a correction of stock directly to the ledger.</summary>
    public static Task<IResult> Handle(HttpContext http, Body<AdjustmentRequest> body, LedgerWriter ledger) =>
        ledger.RunAsync(http, new Command(body.Value) { Actor = Caller.Of(http).Credential });

    sealed class Command(AdjustmentRequest request) : LedgerCommand
    {
        public override void Ask(Wanted wanted) => PostAdjustment.Ask(wanted, request);

        public override LedgerAnswer Run(Book book)
        {
            var posted = Post(book, request, Actor);
            return new LedgerAnswer(201, new Envelope<TransactionView>(TransactionView.From(book, posted)), $"/v1/inventory/transactions/{posted.Transaction.Id}");
        }
    }

    /// <summary>Says what an adjustment needs.</summary>
    public static void Ask(Wanted wanted, AdjustmentRequest request)
    {
        wanted.Items.Add(request.ItemId);
        wanted.Locations.Add(request.LocationId);
        if (request.LotId is { } lot) wanted.Lots.Add(lot);
        if (request.LotNo is { } number) wanted.LotNumbers.Add((request.ItemId, number));
        if (request.EffectiveAt is { } at) wanted.HistorySince(at);
    }

    /// <summary>Posts an adjustment, or refuses it.</summary>
    public static (LedgerTransaction Transaction, List<LedgerLine> Lines) Post(Book book, AdjustmentRequest request, string actor)
    {
        var stock = new StockSelection(request.ItemId, request.LocationId, request.StatusId, request.LotId, request.LotNo, request.ExpiryDate,
            request.SerialNos, request.UomId).On(book, request.QtyDelta, "qtyDelta", arrives: request.QtyDelta > 0);
        if (request.ExpectedQty is { } expected && stock.OnHand != expected)
            throw new BrokenRuleException("count_conflict", $"{stock.OnHand:0.######} is on hand, not {expected:0.######}.",
                new ErrorDetail("expectedQty", "count_conflict", "is not on hand", new Dictionary<string, object?> { ["onHand"] = stock.OnHand }));

        var draft = new Draft
        {
            Type = "adjustment",
            Actor = actor,
            EffectiveAt = request.EffectiveAt,
            Reason = request.Reason,
            ReasonCode = request.ReasonCode,
            Reference = request.Reference,
        };
        foreach (var line in stock.Lines(request.UnitCost)) draft.Move(line, VirtualLocation.Adjustment);
        return book.Post(draft);
    }
}
