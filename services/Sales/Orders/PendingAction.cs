namespace Atlas.Sales.Orders;

/// <summary>Something that was asked of an order and that Inventory has not decided yet. An order has one at a time.</summary>
/// <param name="Action"><c>open</c>, <c>amend</c>, <c>cancel</c> or <c>close</c>.</param>
/// <param name="No">Counts what the order asks of Inventory.</param>
/// <param name="Policy">What the order is opened with.</param>
/// <param name="Amendment">How the order will be.</param>
/// <param name="Releases">Reservations that are given up with it.</param>
sealed record PendingAction(string Action, int No, Step Step, string? Policy = null, Amendment? Amendment = null, IReadOnlyList<Guid>? Releases = null);

/// <summary>How an order will be once it is amended.</summary>
/// <param name="RequestedShipDate">Unchanged when null, as <paramref name="PromisedDate"/>.</param>
sealed record Amendment(IReadOnlyList<LineFacts> Lines, DateOnly? RequestedShipDate, DateOnly? PromisedDate);

/// <summary>Why the last thing that was asked did not happen.</summary>
/// <param name="No">Of the action.</param>
sealed record Refusal(string Action, int No, string Code, string Message, DateTimeOffset At, IReadOnlyList<Shortage> Shortages);

/// <summary>A line for which there is not enough, in base units.</summary>
sealed record Shortage(Guid LineId, Guid ItemId, Guid FacilityId, decimal RequestedQty, decimal AvailableQty);
