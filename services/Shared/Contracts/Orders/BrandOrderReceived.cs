namespace Atlas.Contracts.Orders;

/// <summary>A brand's order was taken in. Production plans its batches, Webhooks tells the subscribers.</summary>
/// <param name="OrderId">For example <c>ord-q3k7m2</c>.</param>
/// <param name="Code">The number on the purchase order, for example <c>PO-2417</c>.</param>
/// <param name="TotalUnits">Sum of the units of all lines.</param>
/// <param name="Version">The order's version after the change.</param>
public sealed record BrandOrderReceived(
    string OrderId, string Code, string BrandSlug, DateOnly ShipBy, int TotalUnits, DateTimeOffset ReceivedAt,
    IReadOnlyList<BrandOrderLine> Lines, long Version);

/// <summary>One line of a brand's order.</summary>
public sealed record BrandOrderLine(string LineId, string Sku, int Units);
