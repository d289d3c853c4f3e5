using Atlas.Contracts.Inventory;
using Atlas.Persistence.Idempotency;
using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Receipts;

/// <summary>Goods that came on a purchase order.</summary>
/// <param name="ReceivedAt">When they came; now when absent.</param>
/// <param name="ReceivedBy">Who took them in; the credential when absent.</param>
/// <param name="SupplierReference">The supplier's delivery note; each is received once.</param>
/// <param name="LocationId">Where lines are put that name no place.</param>
public sealed record CreateReceiptRequest(
    DateTimeOffset? ReceivedAt, string? ReceivedBy, string? SupplierReference, Guid? LocationId, string? Notes, IReadOnlyList<CreateReceiptLineRequest> Lines)
    : IReadable<CreateReceiptRequest>
{
    public static CreateReceiptRequest Read(Fields fields) => new(
        fields.OptionalTimestamp("receivedAt"), fields.OptionalText("receivedBy", 255), fields.OptionalText("supplierReference", 128),
        fields.OptionalId("locationId"), fields.OptionalText("notes", 4_000),
        fields.List("lines", 1, PurchaseOrderLineRequest.MaxLines, CreateReceiptLineRequest.Read));
}

/// <summary>What came of one line of the order. A line may come in several, for example by lot.</summary>
/// <param name="PoLineId">Or <paramref name="LineNo"/>: the order's line.</param>
/// <param name="UomId">Id or code; the unit of the order's line when absent.</param>
/// <param name="LocationId">When absent that of the receipt, else of the order's line, else the item's usual one.</param>
/// <param name="LotId">Or <paramref name="LotNo"/>, where the item is tracked by lot; a number that is new makes a lot.</param>
/// <param name="ExpiryDate">Of a new lot, where expiry is tracked.</param>
/// <param name="SerialNos">One for each base unit, where the item is tracked by serial number.</param>
/// <param name="StatusId">Id or code of the stock status; the item's usual one, else available.</param>
/// <param name="UnitCost">Of one unit; the order's price less discount when absent.</param>
/// <param name="RejectedQty">What was refused at the dock: told, and never in stock.</param>
public sealed record CreateReceiptLineRequest(
    Guid? PoLineId, int? LineNo, decimal Qty, string? UomId, Guid? LocationId, Guid? LotId, string? LotNo, DateOnly? ExpiryDate,
    IReadOnlyList<string> SerialNos, string? StatusId, decimal? UnitCost, decimal RejectedQty, string? RejectReason)
{
    internal static CreateReceiptLineRequest Read(Fields fields)
    {
        var (id, number) = (fields.OptionalId("poLineId"), fields.OptionalInteger("lineNo", 1, PurchaseOrderLineRequest.MaxLines));
        if (id is null && number is null && !fields.IsWrong("poLineId") && !fields.IsWrong("lineNo"))
            fields.Refuse("poLineId", "required", "is required, unless lineNo is given");
        return new(id, (int?)number, fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64), fields.OptionalId("locationId"),
            fields.OptionalId("lotId"), fields.OptionalText("lotNo", 64), fields.OptionalDate("expiryDate"), fields.Serials(),
            fields.OptionalText("statusId", 64), fields.OptionalMoney("unitCost"), fields.OptionalDecimal("rejectedQty", 0, StockFields.MaxQty) ?? 0,
            fields.OptionalText("rejectReason", 500));
    }
}

static class CreateReceipt
{
    /// <summary>
    /// Records what came on an order and posts it to the ledger, all lines or none. What was ordered plus the tolerance is the most that
    /// can be received.
    /// </summary>
    /// <remarks>
    /// 201 with the posted receipt and its transaction; 409 with Inventory's reason when it cannot be posted, and nothing is kept; 202 with
    /// <c>pending</c> when Inventory needs longer than 3 seconds: the receipt then settles by itself.
    /// </remarks>
    public static async Task<IResult> Handle(
        Guid id, Body<CreateReceiptRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockPurchaseOrderAsync(id, ct) is not { } order) return Error.NotFound("Purchase order", $"{id}");
        http.CheckIfMatch(order.Version);
        var (request, now, caller) = (body.Value, time.GetUtcNow(), Caller.Of(http).Credential);
        order.Check(PurchaseOrder.Receive);
        if (request.SupplierReference is { } reference && await TakenAsync(db, order, reference, ct) is { } taken) return taken;

        var receipt = new Receipt
        {
            Id = Guid.CreateVersion7(now),
            ReceiptNo = $"{order.PoNo}-R{order.NextReceipt()}",
            PurchaseOrderId = order.Id,
            SupplierId = order.SupplierId,
            FacilityId = order.FacilityId,
            SupplierReference = request.SupplierReference,
            ReceivedAt = request.ReceivedAt ?? now,
            ReceivedBy = request.ReceivedBy ?? caller,
            Notes = request.Notes,
            CreatedBy = caller,
            CreatedAt = now,
            UpdatedAt = now,
        };
        receipt.Lines.AddRange(await ReceiptIntake.ReadAsync(db, order, request, ct));
        Expect(order, receipt);
        order.Touch(now);
        db.Add(receipt);
        db.Publish(CommandFor(receipt, request.ReceivedAt), receipt.Id.ToString(), receipt.Version);
        await db.SaveChangesAsync(ct);
        return Caller.WantsDryRun(http) ? Reply.Accepted(ReceiptView.From(receipt)) : Answer(db, receipt);
    }

    static async Task<Error?> TakenAsync(ProcurementDb db, PurchaseOrder order, string reference, CancellationToken ct) =>
        await db.Receipts.FirstOrDefaultAsync(r => r.SupplierId == order.SupplierId && r.SupplierReference == reference
            && r.Status != Receipt.Rejected && r.Status != Receipt.Reversed, ct) is { } same
            ? Error.Conflict("duplicate_code", $"Delivery note {reference} was received already, as {same.ReceiptNo}.",
                new ErrorDetail("supplierReference", "duplicate_code", "is received already", new Dictionary<string, object?> { ["existingId"] = same.Id }))
            : null;

    // Under the order's lock, and counting what is not settled yet: so no two receipts can both take the last of what may come.
    static void Expect(PurchaseOrder order, Receipt receipt)
    {
        foreach (var coming in receipt.Lines.GroupBy(line => line.PurchaseOrderLineId))
        {
            var line = order.Lines.First(l => l.Id == coming.Key);
            var qty = coming.Sum(l => l.BaseQty);
            var left = line.MostBaseQty - line.ReceivedBaseQty - line.PendingBaseQty;
            if (qty > left)
                throw new BrokenRuleException("over_receipt", $"Line {line.LineNo} can take {Math.Max(0, line.InUom(left)):0.######} {line.UomCode} more.",
                    new ErrorDetail($"lines[{coming.First().LineNo - 1}].qty", "over_receipt", "is more than may still come", new Dictionary<string, object?>
                    {
                        ["poLineId"] = line.Id, ["orderedBaseQty"] = line.BaseQty, ["receivedBaseQty"] = line.ReceivedBaseQty,
                        ["pendingBaseQty"] = line.PendingBaseQty, ["tolerancePct"] = line.OverReceiptTolerancePct, ["attemptedBaseQty"] = qty,
                    }));
            line.Expect(qty);
        }
    }

    static PostReceipt CommandFor(Receipt receipt, DateTimeOffset? receivedAt) => new(
        receipt.Id.ToString(), receipt.ReceiptNo, receivedAt, receipt.CreatedBy,
        [.. receipt.InOrder.Select(line => new PostReceiptLine(
            $"{line.LineNo}", line.ItemId, line.LocationId, line.Qty, line.UomId, line.LotId, line.LotNo, line.ExpiryDate, line.SerialNos, line.StatusId, line.UnitCost))],
        receipt.FacilityId);

    static Settling Answer(ProcurementDb db, Receipt receipt) => new(
        Receipt.SignalOf(receipt.Id), Reply.Accepted(ReceiptView.From(receipt)),
        async ct =>
        {
            var settled = await db.Receipts.Include(r => r.Lines).FirstAsync(r => r.Id == receipt.Id, ct);
            if (settled.Status == Receipt.Pending) return null;
            if (settled.Status != Receipt.Rejected) return Reply.Created($"/v1/procurement/receipts/{settled.Id}", ReceiptView.From(settled));
            db.Remove(settled); // Whoever asked knows now; only a receipt that was answered with 202 stays, to be read.
            await db.SaveChangesAsync(ct);
            return Error.Conflict(settled.ErrorCode!, settled.ErrorMessage!);
        });
}
