using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

/// <summary>
/// What to change about a draft; what is absent stays, and null takes away what can be absent. <c>components</c> replaces all components: those
/// named by <c>id</c> stay the same, others are new, and what is not named is gone. Of a version that is no draft only <c>notes</c> can change.
/// </summary>
public sealed record UpdateBomRequest(
    Guid? ItemId, string? Revision, decimal? OutputQty, string? OutputUomId, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string? Notes,
    IReadOnlyList<BomComponentRequest>? Components, IReadOnlyList<ByProductRequest>? ByProducts) : IReadable<UpdateBomRequest>
{
    static readonly string[] Structure = ["itemId", "revision", "outputQty", "outputUomId", "effectiveFrom", "effectiveTo", "components", "byProducts"];

    HashSet<string> Named { get; init; } = [];

    internal bool NamesStructure => Named.Overlaps(Structure);

    public static UpdateBomRequest Read(Fields fields) => new(
        fields.OptionalId("itemId", fields.Has("itemId")), fields.OptionalText("revision", 64), fields.OptionalQty("outputQty", fields.Has("outputQty")),
        fields.OptionalText("outputUomId", 64), fields.OptionalDate("effectiveFrom"), fields.OptionalDate("effectiveTo"), fields.OptionalText("notes", 4_000),
        fields.Has("components") ? BomComponentRequest.List(fields) : null, fields.Has("byProducts") ? ByProductRequest.List(fields) : null)
    {
        Named = [.. Structure.Append("notes").Where(fields.Has)],
    };

    internal void ApplyTo(Bom bom)
    {
        bom.Revision = Named.Contains("revision") ? Revision : bom.Revision;
        bom.EffectiveFrom = Named.Contains("effectiveFrom") ? EffectiveFrom : bom.EffectiveFrom;
        bom.EffectiveTo = Named.Contains("effectiveTo") ? EffectiveTo : bom.EffectiveTo;
        bom.Notes = Named.Contains("notes") ? Notes : bom.Notes;
    }

    internal bool NamesOutput => Named.Overlaps(["itemId", "outputQty", "outputUomId"]);

    /// <summary>The unit of the output: as it was, unless it or the item is another.</summary>
    internal string? OutputUomOf(Bom bom) => Named.Contains("outputUomId") || ItemId is { } id && id != bom.ItemId ? OutputUomId : $"{bom.OutputUomId}";
}

static class UpdateBom
{
    /// <summary>Changes a draft. Of what was activated once only the notes can change: make a new version instead.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<UpdateBomRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockBomAsync(id, ct) is not { } bom) return Error.NotFound("BOM", $"{id}");
        http.CheckIfMatch(bom.Version);
        var request = body.Value;
        if (request.NamesStructure) bom.CheckEditable();

        request.ApplyTo(bom);
        var intake = await BomIntake.ForAsync(
            db, [request.ItemId ?? bom.ItemId, .. (request.Components ?? []).Select(c => c.ItemId), .. (request.ByProducts ?? []).Select(p => p.ItemId)], ct);
        if (request.NamesOutput) intake.WriteOutput(bom, request.ItemId ?? bom.ItemId, request.OutputQty ?? bom.OutputQty, request.OutputUomOf(bom));
        if (request.Components is { } components) intake.WriteComponents(bom, components);
        if (request.ByProducts is { } byProducts) intake.WriteByProducts(bom, byProducts);
        intake.Finish(bom);
        bom.Touch(time.GetUtcNow());
        db.Announce(bom, "updated");
        await db.SaveChangesAsync(ct);
        http.SetETag(bom.Version);
        return Reply.Ok(BomView.From(bom));
    }
}
