namespace Atlas.Inventory.Costing;

/// <summary>What output costs besides the components that the same transaction uses.</summary>
/// <param name="Operations">Work and machines.</param>
/// <param name="EarlierMaterial">Components that earlier transactions have used for it.</param>
/// <param name="ScrapQty">Output that was spoilt, which bears its part like good output.</param>
/// <param name="ItemId">What is made, for costs that no line is about.</param>
sealed record ProductionCost(decimal Operations, decimal EarlierMaterial, decimal ScrapQty, Guid? ItemId = null);
