using Atlas.Catalog.Gs1;
using Atlas.Catalog.Uoms;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Items;

/// <summary>What a scanned code means.</summary>
/// <param name="MatchedBy"><c>identifier</c> or <c>item_no</c>.</param>
/// <param name="Identifier">The identifier that matched; null for an item number.</param>
/// <param name="Gtin14">The global trade item number in the code, in 14 digits.</param>
/// <param name="LotNo">(10)</param>
/// <param name="SerialNo">(21)</param>
/// <param name="ExpiryDate">(17)</param>
/// <param name="BestBeforeDate">(15)</param>
/// <param name="ProductionDate">(11)</param>
/// <param name="Quantity">
/// How much it stands for, in <c>uomCode</c>: the count in the code (30 or 37), else the measure in it (310 to 316), else one.
/// </param>
/// <param name="UomCode">The pack that the identifier names, the unit of the measure, or the base unit.</param>
/// <param name="BaseQuantity">The same in the item's base unit; null when it cannot be converted.</param>
/// <param name="Elements">Everything that stands in a GS1 code, in its order; empty for other codes.</param>
public sealed record ResolvedCodeView(
    ItemDetailView Item, string MatchedBy, IdentifierView? Identifier, string? Gtin14, string? LotNo, string? SerialNo,
    DateOnly? ExpiryDate, DateOnly? BestBeforeDate, DateOnly? ProductionDate, decimal Quantity, Guid UomId, string UomCode, decimal? BaseQuantity,
    IReadOnlyList<Gs1Element> Elements);

static class ResolveCode
{
    /// <summary>A code can have this many characters.</summary>
    public const int MaxCode = 500;

    /// <summary>
    /// Finds the item that a scanned code means, and what else it says: lot, serial number, dates, quantity. Understands GTIN, UPC and
    /// EAN in all lengths, barcodes of your own, item numbers, and GS1 codes as element strings (with FNC1 as U+001D), with
    /// parentheses, and as GS1 Digital Link. A code that is meant as GS1 and wrong is 400; one that names no item is 404.
    /// </summary>
    public static async Task<IResult> Handle(HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        var code = Code(http.Request.Query["code"]);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        ScannedCode? scanned;
        try
        {
            scanned = ElementString.ReadMarked(code) is { } marked ? ScannedCode.From(marked, today) : null;
            if (scanned is null && await FindAsync(db, code, ct) is { } named) return await AnswerAsync(db, named.Item, named.Identifier, code, null, ct);
            if (scanned is null && ElementString.ReadUnmarked(code) is { } unmarked) scanned = ScannedCode.From(unmarked, today);
        }
        catch (UnreadableCodeException unreadable)
        {
            return Error.InvalidParameter("code", $"The code cannot be read as GS1: {unreadable.Message}");
        }

        if (scanned is null)
            return Gtin.HasForm(code) && !Gtin.HasRightCheckDigit(code)
                ? Error.InvalidParameter("code", $"'{code}' has a wrong check digit; {Gtin.CheckDigit(code.AsSpan(0, code.Length - 1))} would be right.")
                : Error.NotFound("Item with the code", code);
        if (scanned.Gtin is null) return Error.InvalidParameter("code", "The code names no item: it has neither (01) nor (02).");
        return await FindAsync(db, scanned.Gtin, ct) is { } found
            ? await AnswerAsync(db, found.Item, found.Identifier, code, scanned, ct)
            : Error.NotFound("Item with the GTIN", scanned.Gtin);
    }

    static string Code(Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values is not [{ } text] || string.IsNullOrWhiteSpace(text))
            throw new RefusedException(Error.BadRequest("required", "Say which code: ?code=…", new ErrorDetail("code", "required", "is required once")));
        if (text.Length > MaxCode) throw new RefusedException(Error.InvalidParameter("code", $"code can have {MaxCode} characters."));
        if (text.Any(c => char.IsControl(c) && c != '\u001d')) throw new RefusedException(Error.InvalidParameter("code", "code must not hold control characters but U+001D."));
        return text.Trim(' ');
    }

    // A code on a pack comes before a number that somebody chose.
    static async Task<(Item Item, Identifier? Identifier)?> FindAsync(CatalogDb db, string code, CancellationToken ct)
    {
        var key = Identifier.ScanKeyOf(code);
        if (await db.Identifiers.FirstOrDefaultAsync(i => i.UniqueKey == key, ct) is { } identifier)
            return (await db.Items.WithAll().FirstAsync(i => i.Id == identifier.ItemId, ct), identifier);

        var number = Item.KeyOf(code);
        return await db.Items.WithAll().FirstOrDefaultAsync(i => i.ItemNoKey == number, ct) is { } item ? (item, null) : null;
    }

    static async Task<IResult> AnswerAsync(CatalogDb db, Item item, Identifier? identifier, string code, ScannedCode? scanned, CancellationToken ct)
    {
        var uoms = await UomBook.ReadAsync(db, ct);
        var (quantity, uom) = (1m, uoms[identifier?.UomId ?? item.BaseUomId]);
        if (scanned?.Count is { } count) quantity = count;
        else if (scanned is { Measure: { } measure, MeasureUomCode: { } measured } && uoms.Find(measured) is { } unit) (quantity, uom) = (measure, unit);

        Metrics.CodesResolved.Add(1, new KeyValuePair<string, object?>("by", identifier is null ? "item_no" : "identifier"));
        return Reply.Ok(new ResolvedCodeView(
            ItemDetailView.From(item, uoms), identifier is null ? "item_no" : "identifier", identifier is null ? null : IdentifierView.From(identifier),
            scanned?.Gtin ?? Gtin.To14(code), scanned?.LotNo, scanned?.SerialNo, scanned?.ExpiryDate, scanned?.BestBeforeDate, scanned?.ProductionDate,
            quantity, uom.Id, uom.Code, InBaseUnit(item, uoms, uom, quantity), scanned?.Elements ?? []));
    }

    static decimal? InBaseUnit(Item item, UomBook uoms, Uom uom, decimal quantity)
    {
        var graph = uoms.StandardConversions();
        foreach (var c in item.UomConversions) graph.TryAdd(c.FromUomId, c.ToUomId, c.Ratio);
        var rule = item.UomConversions.Find(c => (c.FromUomId, c.ToUomId) == (uom.Id, item.BaseUomId))?.Rounding ?? UomConversion.RoundHalfUp;
        return graph.Find(uom.Id, item.BaseUomId)?.Apply(quantity, uoms[item.BaseUomId].Decimals, UomConversion.RuleOf(rule));
    }
}
