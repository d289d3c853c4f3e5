using Atlas.Persistence;
using Atlas.ServiceDefaults;

namespace Atlas.Production.Boms;

/// <summary>What an item is made of, as a draft.</summary>
/// <param name="Revision">As the client calls it, for example <c>B</c>.</param>
/// <param name="OutputQty">How much the components make; 1 when absent.</param>
/// <param name="OutputUomId">Id or code of the unit of that; the item's base unit when absent.</param>
/// <param name="EffectiveFrom">The first day on which it holds; always when absent.</param>
/// <param name="EffectiveTo">The last day on which it holds; for ever when absent.</param>
public sealed record CreateBomRequest(
    Guid ItemId, string? Revision, decimal OutputQty, string? OutputUomId, DateOnly? EffectiveFrom, DateOnly? EffectiveTo, string? Notes,
    IReadOnlyList<BomComponentRequest> Components, IReadOnlyList<ByProductRequest> ByProducts) : IReadable<CreateBomRequest>
{
    public static CreateBomRequest Read(Fields fields) => new(
        fields.Id("itemId"), fields.OptionalText("revision", 64), fields.OptionalQty("outputQty") ?? 1, fields.OptionalText("outputUomId", 64),
        fields.OptionalDate("effectiveFrom"), fields.OptionalDate("effectiveTo"), fields.OptionalText("notes", 4_000),
        BomComponentRequest.List(fields), ByProductRequest.List(fields));
}

static class CreateBom
{
    /// <summary>Makes the first version of a bill of materials, as a draft. Nothing is made by it until it is activated.</summary>
    public static async Task<IResult> Handle(Body<CreateBomRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var intake = await BomIntake.ForAsync(
            db, [request.ItemId, .. request.Components.Select(c => c.ItemId), .. request.ByProducts.Select(p => p.ItemId)], ct);
        var bom = new Bom
        {
            Id = Guid.CreateVersion7(now),
            BomNo = await db.NextNumberAsync(Bom.NumberPrefix, ct),
            VersionNo = 1,
            ItemId = request.ItemId,
            ItemNo = "",
            Revision = request.Revision,
            EffectiveFrom = request.EffectiveFrom,
            EffectiveTo = request.EffectiveTo,
            Notes = request.Notes,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        intake.WriteOutput(bom, request.ItemId, request.OutputQty, request.OutputUomId);
        intake.WriteComponents(bom, request.Components);
        intake.WriteByProducts(bom, request.ByProducts);
        intake.Finish(bom);
        db.Add(bom);
        db.Announce(bom, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(bom.Version);
        return Reply.Created($"/v1/production/boms/{bom.Id}", BomView.From(bom));
    }
}
