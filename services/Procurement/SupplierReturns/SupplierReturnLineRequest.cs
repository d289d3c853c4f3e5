using Atlas.Procurement.PurchaseOrders;
using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>What goes back of one line of a receipt. A line may go back in several, for example from two places.</summary>
/// <param name="ReceiptId">A receipt of the order.</param>
/// <param name="ReceiptLineNo">Its line; may be absent where the receipt has only one.</param>
/// <param name="UomId">Id or code; the unit of the receipt's line when absent.</param>
/// <param name="LocationId">Where the goods are now; where they were received when absent.</param>
/// <param name="LotId">Where the item is tracked by lot: the lot that was received, which it always is, so it may be absent.</param>
/// <param name="LotNo">As <paramref name="LotId"/>.</param>
/// <param name="SerialNos">One for each base unit, out of those that were received, where the item has serial numbers.</param>
/// <param name="StatusId">Id or code of the stock status that the goods are in now; that of the receipt's line when absent.</param>
public sealed record SupplierReturnLineRequest(
    Guid ReceiptId, int? ReceiptLineNo, decimal Qty, string? UomId, Guid? LocationId, Guid? LotId, string? LotNo, IReadOnlyList<string> SerialNos,
    string? StatusId, string? Reason)
{
    internal static IReadOnlyList<SupplierReturnLineRequest> List(Fields fields) => fields.List("lines", 1, PurchaseOrderLineRequest.MaxLines, Read);

    static SupplierReturnLineRequest Read(Fields fields) => new(
        fields.Id("receiptId"), (int?)fields.OptionalInteger("receiptLineNo", 1, PurchaseOrderLineRequest.MaxLines),
        fields.OptionalQty("qty", required: true) ?? 0, fields.OptionalText("uomId", 64), fields.OptionalId("locationId"), fields.OptionalId("lotId"),
        fields.OptionalText("lotNo", 64), fields.Serials(), fields.OptionalText("statusId", 64), fields.OptionalText("reason", 500));
}
