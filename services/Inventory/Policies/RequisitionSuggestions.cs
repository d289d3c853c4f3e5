using Atlas.Contracts.Procurement;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Policies;

/// <summary>What is to be bought of what reorder policies suggest.</summary>
/// <param name="FacilityId">For which facility.</param>
/// <param name="ItemIds">At most 1,000; all that is suggested for the facility when absent.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>; normal when absent.</param>
/// <param name="Justification">At most 2,000 characters.</param>
public sealed record RequisitionSuggestionsRequest(Guid FacilityId, IReadOnlyList<Guid> ItemIds, string Priority, string? Justification)
    : IReadable<RequisitionSuggestionsRequest>
{
    /// <summary>As many lines as a requisition can have.</summary>
    public const int MaxItems = 1_000;

    static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    public static RequisitionSuggestionsRequest Read(Fields fields) => new(
        fields.Id("facilityId"), fields.Ids("itemIds", MaxItems), fields.Choice("priority", Priorities, "normal"), fields.OptionalText("justification", 2_000));
}

/// <summary>What was asked for.</summary>
/// <param name="RequisitionId">The draft that Procurement makes of it; null when nothing is needed.</param>
/// <param name="Lines">What was suggested, and is in it.</param>
public sealed record RequisitionedSuggestionsView(Guid? RequisitionId, Guid FacilityId, IReadOnlyList<ReplenishmentSuggestionView> Lines);

static class RequisitionSuggestions
{
    /// <summary>
    /// Asks Procurement for a requisition of all that is to be bought by the reorder policies of a facility, as it is suggested at this moment. The draft
    /// is there a moment later, at the address in <c>Location</c>. 200 when nothing is needed. Until the goods are ordered, they are suggested again.
    /// </summary>
    public static async Task<IResult> Handle(Body<RequisitionSuggestionsRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        if (!await db.Facilities.AnyAsync(f => f.Id == request.FacilityId, ct))
            return Error.Invalid(new ErrorDetail("facilityId", "invalid_reference", "is no facility"));
        var sql = new SqlQuery();
        sql.Where("p.facility_id = ?", request.FacilityId);
        sql.Where("p.source = ?", ReorderPolicy.Supplier);
        if (request.ItemIds.Count > 0) sql.Where("p.item_id = any(?)", request.ItemIds.ToArray());
        var (total, suggestions) = await Replenishment.ReadAsync(db, sql, now, "", RequisitionSuggestionsRequest.MaxItems, 0, ct);
        if (total > RequisitionSuggestionsRequest.MaxItems)
            return Error.Invalid(new ErrorDetail("itemIds", "array_length", $"{total} items are needed, and a requisition has {RequisitionSuggestionsRequest.MaxItems} lines: name some"));
        if (suggestions.Count == 0) return Reply.Ok(new RequisitionedSuggestionsView(null, request.FacilityId, []));

        var id = Guid.CreateVersion7(now);
        db.Publish(new RaiseRequisition(id, request.FacilityId, suggestions.Min(s => s.NeedBy), request.Priority, request.Justification, Caller.Of(http).Credential,
            [.. suggestions.Select(s => new RaiseRequisitionLine(s.ItemId, s.SuggestedQty, s.SupplierId, s.NeedBy))]), $"{id}", 1);
        await db.SaveChangesAsync(ct);
        return Reply.Accepted(new RequisitionedSuggestionsView(id, request.FacilityId, suggestions), $"/v1/procurement/requisitions/{id}");
    }
}
