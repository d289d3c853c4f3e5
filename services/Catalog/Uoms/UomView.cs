
namespace Atlas.Catalog.Uoms;

/// <summary>A unit of measure.</summary>
/// <param name="Code">For example <c>kg</c>. Requests may use it wherever they refer to a unit.</param>
/// <param name="Dimension">What it measures: <c>count</c>, <c>mass</c>, <c>volume</c>, <c>length</c>, <c>area</c> or <c>time</c>.</param>
/// <param name="Decimals">How many decimals a quantity in it can have, 0 to 6.</param>
/// <param name="IsBase">True for the unit that the ratios of its dimension refer to.</param>
/// <param name="Numerator">
/// One of it is exactly <c>numerator</c>/<c>denominator</c> of the base unit of its dimension. Null for packs such as a box, of which
/// each item says in its <c>uomConversions</c> how much is inside.
/// </param>
/// <param name="Denominator">See <c>numerator</c>.</param>
/// <param name="IsActive">False: nothing new can refer to it.</param>
/// <param name="ExternalId">Its name in another system; requests may use it too wherever they refer to a unit.</param>
/// <param name="Metadata">Texts that Atlas keeps and does not read.</param>
/// <param name="Version">Grows with every change; also the <c>ETag</c>.</param>
public sealed record UomView(
    Guid Id, string Code, string Name, string Dimension, int Decimals, bool IsBase, long? Numerator, long? Denominator, bool IsActive,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata, long Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    string CreatedBy)
{
    internal static UomView From(Uom uom) => new(
        uom.Id, uom.Code, uom.Name, uom.Dimension, uom.Decimals, uom.IsBase, uom.Numerator, uom.Denominator, uom.IsActive,
        uom.ExternalId, uom.Metadata, uom.Version, uom.CreatedAt, uom.UpdatedAt, uom.CreatedBy);
}
