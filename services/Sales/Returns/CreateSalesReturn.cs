using Atlas.Contracts.Inventory;
using Atlas.Persistence.Idempotency;
using Atlas.Sales.Orders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

/// <summary>Goods that a customer has sent back.</summary>
/// <param name="ReceivedAt">When they came; now when absent.</param>
/// <param name="LocationId">Where lines are put that name no place.</param>
/// <param name="StatusId">Id or code of the stock status of lines that name none; <c>quarantine</c> when absent.</param>
public sealed record CreateSalesReturnRequest(
    DateTimeOffset? ReceivedAt, Guid? LocationId, string? StatusId, string? Reason, string? Notes, IReadOnlyList<CreateSalesReturnLineRequest> Lines)
    : IReadable<CreateSalesReturnRequest>
{
    public static CreateSalesReturnRequest Read(Fields fields) => new(
        fields.OptionalTimestamp("receivedAt"), fields.OptionalId("locationId"), fields.OptionalText("statusId", 64), fields.OptionalText("reason", 500),
        fields.OptionalText("notes", 4_000), fields.List("lines", 1, SalesOrderLineRequest.MaxLines, CreateSalesReturnLineRequest.Read));
}

/// <summary>What came back of one line of the order.</summary>
/// <param name="LineId">Or <paramref name="LineNo"/>: the order's line.</param>
/// <param name="UomId">Id or code; the unit of the order's line when absent.</param>
/// <param name="LocationId">When absent that of the return, else the item's usual one.</param>
/// <param name="LotId">Or <paramref name="LotNo"/>, where the item is tracked by lot.</param>
/// <param name="ExpiryDate">Of a lot that is new here.</param>
/// <param name="SerialNos">One for each base unit, where the item is tracked by serial number.</param>
/// <param name="StatusId">Id or code of the stock status.</param>
public sealed record CreateSalesReturnLineRequest(
    Guid? LineId, int? LineNo, decimal Qty, string? UomId, Guid? LocationId, Guid? LotId, string? LotNo, DateOnly? ExpiryDate,
    IReadOnlyList<string> SerialNos, string? StatusId, string? Reason)
{
    internal static CreateSalesReturnLineRequest Read(Fields fields)
    {
        var (id, number) = OrderLineName.Read(fields);
        return new(id, number, fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64), fields.OptionalId("locationId"),
            fields.OptionalId("lotId"), fields.OptionalText("lotNo", 64), fields.OptionalDate("expiryDate"), fields.Serials(),
            fields.OptionalText("statusId", 64), fields.OptionalText("reason", 500));
    }
}

static class CreateSalesReturn
{
    /// <summary>
    /// Records what a customer has sent back of an order that is shipped or closed, and posts it to the ledger, all lines or none. No more can come
    /// back than has left.
    /// </summary>
    /// <remarks>
    /// 201 with the posted return and its transaction; 409 with Inventory's reason when it cannot be posted, and nothing is kept; 202 with
    /// <c>pending</c> when Inventory needs longer than 3 seconds: the return then settles by itself.
    /// </remarks>
    public static async Task<IResult> Handle(
        Guid id, Body<CreateSalesReturnRequest> body, HttpContext http, SalesDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockSalesOrderAsync(id, ct) is not { } order) return Error.NotFound("Sales order", $"{id}");
        http.CheckIfMatch(order.Version);
        var (request, now, caller) = (body.Value, time.GetUtcNow(), Caller.Of(http).Credential);
        order.Check(SalesOrder.Return);

        var lines = await ReturnIntake.ReadAsync(db, order, request, ct);
        var back = new SalesReturn
        {
            Id = Guid.CreateVersion7(now),
            ReturnNo = $"{order.OrderNo}-R{order.NextReturn()}",
            SalesOrderId = order.Id,
            ReceivedAt = request.ReceivedAt ?? now,
            Reason = request.Reason,
            Notes = request.Notes,
            CreatedBy = caller,
            CreatedAt = now,
            UpdatedAt = now,
        };
        back.Lines.AddRange(lines);
        order.ExpectReturn(back);
        order.Touch(now);
        db.Add(back);
        db.Publish(CommandFor(back, request.ReceivedAt), back.Id.ToString(), back.Version);
        await db.SaveChangesAsync(ct);
        return Caller.WantsDryRun(http) ? Reply.Accepted(SalesReturnView.From(back)) : Answer(db, http, back);
    }

    static PostReceipt CommandFor(SalesReturn back, DateTimeOffset? receivedAt) => new(
        back.Id.ToString(), back.ReturnNo, receivedAt, back.CreatedBy,
        [.. back.InOrder.Select(line => new PostReceiptLine(
            $"{line.LineNo}", line.ItemId, line.LocationId, line.Qty, line.UomId, line.LotId, line.LotNo, line.ExpiryDate, line.SerialNos, line.StatusId, null))],
        Kind: "customer_return");

    static Settling Answer(SalesDb db, HttpContext http, SalesReturn back) => new(
        SalesReturn.SignalOf(back.Id), Reply.Accepted(SalesReturnView.From(back)),
        async ct =>
        {
            var settled = await db.Returns.Include(r => r.Lines).FirstAsync(r => r.Id == back.Id, ct);
            if (settled.Status == SalesReturn.Pending) return null;
            if (settled.Status == SalesReturn.Posted)
            {
                http.SetETag(settled.Version);
                return Reply.Created($"/v1/sales/returns/{settled.Id}", SalesReturnView.From(settled));
            }

            db.Remove(settled); // Whoever asked knows now; only a return that was answered with 202 stays, to be read.
            await db.SaveChangesAsync(ct);
            return Error.Conflict(settled.ErrorCode!, settled.ErrorMessage!);
        });
}
