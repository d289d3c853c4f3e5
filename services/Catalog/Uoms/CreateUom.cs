using System.Text.RegularExpressions;
using Atlas.Catalog.Items;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Uoms;

/// <summary>A new unit of measure.</summary>
/// <param name="Code">At most 16 characters without spaces; unique in the tenant, whatever its case.</param>
/// <param name="Dimension"><c>count</c>, <c>mass</c>, <c>volume</c>, <c>length</c>, <c>area</c> or <c>time</c>.</param>
/// <param name="Decimals">How many decimals a quantity in it can have, 0 to 6.</param>
/// <param name="Numerator">
/// With <c>denominator</c>: one of it is exactly <c>numerator</c>/<c>denominator</c> of the base unit of its dimension. Leave both out
/// for a pack whose size depends on the item.
/// </param>
/// <param name="ExternalId">Its name in another system; unique in the tenant.</param>
public sealed partial record CreateUomRequest(
    string Code, string Name, string Dimension, int Decimals, long? Numerator, long? Denominator, bool IsActive, string? ExternalId,
    IReadOnlyDictionary<string, string> Metadata) : IReadable<CreateUomRequest>
{
    internal const int MaxCode = 16;

    public static CreateUomRequest Read(Fields fields)
    {
        var code = fields.Text("code", MaxCode);
        if (code.Length > 0 && !CodeForm().IsMatch(code)) fields.Refuse("code", "invalid_value", "must not contain spaces");
        var (numerator, denominator) = Ratio(fields);
        if (numerator is null != denominator is null && !fields.IsWrong("numerator") && !fields.IsWrong("denominator"))
            fields.Refuse(numerator is null ? "numerator" : "denominator", "required", "numerator and denominator belong together");
        return new(code, fields.Text("name", ItemRules.MaxName), fields.Choice("dimension", Uom.Dimensions),
            (int)fields.Integer("decimals", 0, Uom.MaxDecimals), numerator, denominator, fields.Boolean("isActive", true),
            fields.OptionalText("externalId", ItemRules.MaxExternalId), ItemRules.Metadata(fields));
    }

    internal static (long? Numerator, long? Denominator) Ratio(Fields fields) => (
        fields.OptionalInteger("numerator", 1, Uom.MaxRatioPart), fields.OptionalInteger("denominator", 1, Uom.MaxRatioPart));

    [GeneratedRegex(@"^\S+$")]
    private static partial Regex CodeForm();
}

static class CreateUom
{
    /// <summary>A tenant can have this many units, so that they can be looked up at once.</summary>
    public const int MaxUoms = 500;

    /// <summary>Adds a unit of measure.</summary>
    public static async Task<IResult> Handle(
        Body<CreateUomRequest> body, HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        var request = body.Value;
        var key = Uom.KeyOf(request.Code);
        if (await db.Uoms.Where(u => u.CodeKey == key).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(ct) is { } existing)
            return Duplicate("code", existing);
        if (await TakenExternalIdAsync(db, request.ExternalId, null, ct) is { } other) return Duplicate("externalId", other);
        if (await db.Uoms.CountAsync(ct) >= MaxUoms)
            return Error.Conflict("limit_reached", $"A tenant can have {MaxUoms} units of measure.");

        var now = time.GetUtcNow();
        var uom = new Uom
        {
            Id = Guid.CreateVersion7(now),
            Code = request.Code,
            Name = request.Name,
            Dimension = request.Dimension,
            Decimals = request.Decimals,
            Numerator = request.Numerator,
            Denominator = request.Denominator,
            IsActive = request.IsActive,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        }.Keyed();
        db.Add(uom);
        db.Announce(uom);
        await db.SaveChangesAsync(ct);
        http.SetETag(uom.Version);
        return Reply.Created($"/v1/uoms/{uom.Id}", UomView.From(uom));
    }

    public static async Task<Guid?> TakenExternalIdAsync(CatalogDb db, string? externalId, Guid? besides, CancellationToken ct) =>
        externalId is null ? null : await db.Uoms.Where(u => u.ExternalId == externalId && u.Id != besides).Select(u => (Guid?)u.Id).FirstOrDefaultAsync(ct);

    public static Error Duplicate(string field, Guid existing) =>
        Error.Conflict("duplicate_code", $"There is a unit of measure with this {field} already.",
            new ErrorDetail(field, "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = existing }));
}
