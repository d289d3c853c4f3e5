using Atlas.Procurement.Receipts;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Makes lines of a supplier return out of what a client sends, and says all that is wrong at once.</summary>
static class SupplierReturnIntake
{
    /// <exception cref="RefusedException">400 with one detail for each thing that is wrong.</exception>
    public static async Task<List<SupplierReturnLine>> ReadAsync(
        ProcurementDb db, IReadOnlyList<Receipt> receipts, IReadOnlyList<SupplierReturnLineRequest> requests, string? reason, DateTimeOffset now,
        CancellationToken ct)
    {
        var itemIds = receipts.SelectMany(receipt => receipt.Lines).Select(line => line.ItemId).Distinct().ToList();
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var (lines, errors) = (new List<SupplierReturnLine>(), new List<ErrorDetail>());
        foreach (var (index, wanted) in requests.Index())
        {
            if (receipts.FirstOrDefault(r => r.Id == wanted.ReceiptId) is not { } receipt)
            {
                Wrong("receiptId", "invalid_reference", "is not a receipt of this order");
                continue;
            }

            if (wanted.ReceiptLineNo is null && receipt.Lines.Count > 1)
            {
                Wrong("receiptLineNo", "required", "is required: the receipt has several lines");
                continue;
            }

            if (receipt.Lines.Find(line => line.LineNo == (wanted.ReceiptLineNo ?? receipt.Lines[0].LineNo)) is not { } from)
            {
                Wrong("receiptLineNo", "invalid_reference", "is not a line of this receipt");
                continue;
            }

            var item = items[from.ItemId];
            if (item.UomOf(wanted.UomId ?? from.UomId.ToString()) is not { } uom)
            {
                Wrong("uomId", "invalid_reference", "is no unit that this item has a conversion for");
                continue;
            }

            if (item.ToBase(wanted.Qty, uom) is not { } baseQty)
            {
                Wrong("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
                continue;
            }

            if (IsAnotherLot(from, wanted))
                Wrong(wanted.LotNo is null ? "lotId" : "lotNo", "invalid_reference", "is not the lot that was received");
            if (item.HasSerials && wanted.SerialNos.Count != baseQty)
                Wrong("serialNos", "array_length", $"must name {baseQty:0.######} serial numbers, one for each unit");
            else if (wanted.SerialNos.FirstOrDefault(serial => !from.SerialNos.Contains(serial)) is { } unknown)
                Wrong("serialNos", "invalid_reference", $"must have been received on this line, which {unknown} was not");

            lines.Add(new SupplierReturnLine
            {
                Id = Guid.CreateVersion7(now),
                LineNo = index + 1,
                ReceiptId = receipt.Id,
                ReceiptLineNo = from.LineNo,
                PurchaseOrderLineId = from.PurchaseOrderLineId,
                ItemId = from.ItemId,
                Qty = wanted.Qty,
                UomId = uom.Id,
                UomCode = uom.Code,
                BaseQty = baseQty,
                LocationId = wanted.LocationId ?? from.LocationId,
                LotId = from.LotId ?? wanted.LotId,
                LotNo = from.LotNo ?? wanted.LotNo,
                SerialNos = [.. wanted.SerialNos],
                StatusId = wanted.StatusId ?? from.StatusId,
                Reason = wanted.Reason ?? reason,
            });

            void Wrong(string field, string code, string message) => errors.Add(new ErrorDetail($"lines[{index}].{field}", code, message));
        }

        return errors.Count == 0 ? lines : throw new RefusedException(Error.Invalid(errors));
    }

    // A lot that was received by its number, and is now named by its id, is for Inventory to compare.
    static bool IsAnotherLot(ReceiptLine from, SupplierReturnLineRequest wanted) => from is { LotId: null, LotNo: null }
        ? wanted.LotId is not null || wanted.LotNo is not null
        : (from.LotId ?? wanted.LotId) != (wanted.LotId ?? from.LotId) || (from.LotNo ?? wanted.LotNo) != (wanted.LotNo ?? from.LotNo);
}
