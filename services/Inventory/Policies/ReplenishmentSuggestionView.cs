namespace Atlas.Inventory.Policies;

/// <summary>What to get of an item for a facility, by its reorder policy. Quantities are in the item's base unit.</summary>
/// <param name="ProjectedQty">What will be there when all that is on its way has come and all that is asked for has gone: <c>onHand + incoming − demand</c>.</param>
/// <param name="ShortageQty">How far that is below what the policy wants to be there at least.</param>
/// <param name="SuggestedQty">By the type of the policy, not below its smallest order, and rounded up to its multiple.</param>
/// <param name="SuggestedUomId">The item's base unit.</param>
/// <param name="Source"><c>supplier</c>, <c>transfer</c> or <c>production</c>.</param>
/// <param name="SupplierId">The policy's preferred supplier.</param>
/// <param name="SourceFacilityId">For transfers: from where.</param>
/// <param name="NeedBy">The day on which it should be there, by the facility's clock.</param>
/// <param name="OrderBy">The last day to order it; today when it is late already.</param>
public sealed record ReplenishmentSuggestionView(
    Guid PolicyId, Guid ItemId, Guid FacilityId, decimal ProjectedQty, decimal ShortageQty, decimal SuggestedQty, Guid SuggestedUomId, string Source,
    Guid? SupplierId, Guid? SourceFacilityId, DateOnly NeedBy, DateOnly OrderBy, ReplenishmentExplanation Explain);

/// <summary>What a suggestion is made from; all numbers are of one moment.</summary>
/// <param name="OnHand">In status available, of lots that can be used today.</param>
/// <param name="Available">What of it nobody holds.</param>
/// <param name="Incoming">What approved transfers and open orders bring here, and what is booked here in status in transit.</param>
/// <param name="Demand">Everything that is allocated, reserved or backordered here, or leaves by approved transfers.</param>
public sealed record ReplenishmentExplanation(decimal OnHand, decimal Available, decimal Incoming, decimal Demand);
