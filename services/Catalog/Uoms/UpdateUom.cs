using Atlas.Catalog.Items;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Uoms;

/// <summary>What to change about a unit; what is absent stays. Code, dimension and ratio can be repeated and not changed.</summary>
/// <param name="Decimals">Can grow.</param>
public sealed record UpdateUomRequest(
    string? Code, string? Name, string? Dimension, int? Decimals, long? Numerator, long? Denominator, bool? IsActive,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata) : IReadable<UpdateUomRequest>
{
    internal bool SetsExternalId { get; private init; }
    internal bool SetsMetadata { get; private init; }

    public static UpdateUomRequest Read(Fields fields)
    {
        var (numerator, denominator) = CreateUomRequest.Ratio(fields);
        return new(
            fields.Has("code") ? fields.Text("code", CreateUomRequest.MaxCode) : null,
            fields.Has("name") ? fields.Text("name", ItemRules.MaxName) : null,
            fields.Has("dimension") ? fields.Choice("dimension", Uom.Dimensions) : null,
            fields.Has("decimals") ? (int)fields.Integer("decimals", 0, Uom.MaxDecimals) : null,
            numerator, denominator,
            fields.Has("isActive") ? ItemRules.Flag(fields, "isActive") : null,
            fields.OptionalText("externalId", ItemRules.MaxExternalId), ItemRules.Metadata(fields))
        {
            SetsExternalId = fields.Has("externalId"),
            SetsMetadata = fields.Has("metadata"),
        };
    }
}

static class UpdateUom
{
    /// <summary>Changes a unit of measure. A change to what it says already is 200 and changes nothing.</summary>
    public static async Task<IResult> Handle(
        string id, Body<UpdateUomRequest> body, HttpContext http, CatalogDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.Uoms.FindUomAsync(id, ct) is not { } uom) return Error.NotFound("Unit of measure", id);
        http.CheckIfMatch(uom.Version);
        var request = body.Value;
        if (request.SetsExternalId && await CreateUom.TakenExternalIdAsync(db, request.ExternalId, uom.Id, ct) is { } other)
            return CreateUom.Duplicate("externalId", other);

        if (uom.Change(request, time.GetUtcNow()))
        {
            db.Announce(uom);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(uom.Version);
        return Reply.Ok(UomView.From(uom));
    }
}
