using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

/// <summary>A new requisition, as a draft.</summary>
/// <param name="FacilityId">Where it is needed.</param>
/// <param name="RequestedBy">Who needs it, by name.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c>, <c>high</c> or <c>urgent</c>; normal when absent.</param>
public sealed record CreateRequisitionRequest(
    Guid FacilityId, string? RequestedBy, DateOnly? NeedBy, string Priority, string? Justification, string? Notes, string? ExternalId,
    IReadOnlyList<RequisitionLineRequest> Lines) : IReadable<CreateRequisitionRequest>
{
    public static CreateRequisitionRequest Read(Fields fields) => new(
        fields.Id("facilityId"), fields.OptionalText("requestedBy", 255), fields.OptionalDate("needBy"),
        fields.Choice("priority", Requisition.Priorities, "normal"), fields.OptionalText("justification", 2_000), fields.OptionalText("notes", 4_000),
        fields.OptionalText("externalId", 128), RequisitionLineRequest.List(fields));
}

static class CreateRequisition
{
    /// <summary>Makes a draft of a requisition.</summary>
    public static async Task<IResult> Handle(
        Body<CreateRequisitionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        var requisition = new Requisition
        {
            Id = Guid.CreateVersion7(now),
            RequisitionNo = await db.NextNumberAsync(Requisition.NumberPrefix, ct),
            FacilityId = request.FacilityId,
            RequestedBy = request.RequestedBy,
            NeedBy = request.NeedBy,
            Priority = request.Priority,
            Justification = request.Justification,
            Notes = request.Notes,
            ExternalId = request.ExternalId,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (await TakenExternalIdAsync(db, requisition, ct) is { } taken) return taken;
        requisition.Lines.AddRange(await RequisitionLineRequest.WriteAsync(db, requisition, request.Lines, ct));
        db.Add(requisition);
        db.Announce(requisition, "created");
        await db.SaveChangesAsync(ct);
        http.SetETag(requisition.Version);
        return Reply.Created($"/v1/procurement/requisitions/{requisition.Id}", RequisitionView.From(requisition));
    }

    public static async Task<Error?> TakenExternalIdAsync(ProcurementDb db, Requisition requisition, CancellationToken ct) =>
        requisition.ExternalId is not null
            && await db.Requisitions.FirstOrDefaultAsync(r => r.ExternalId == requisition.ExternalId && r.Id != requisition.Id, ct) is { } same
            ? Error.Conflict("duplicate_code", "There is a requisition with this externalId already.",
                new ErrorDetail("externalId", "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = same.Id }))
            : null;
}
