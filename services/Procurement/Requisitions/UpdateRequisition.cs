using Atlas.ServiceDefaults;

namespace Atlas.Procurement.Requisitions;

/// <summary>
/// What to change about a requisition; what is absent stays, and null takes away what can be absent. <c>lines</c> replaces all lines: those
/// named by <c>id</c> stay the same lines, others are new, and what is not named is gone.
/// </summary>
public sealed record UpdateRequisitionRequest(
    Guid? FacilityId, string? RequestedBy, DateOnly? NeedBy, string? Priority, string? Justification, string? Notes, string? ExternalId,
    IReadOnlyList<RequisitionLineRequest>? Lines) : IReadable<UpdateRequisitionRequest>
{
    static readonly string[] Known = ["facilityId", "requestedBy", "needBy", "priority", "justification", "notes", "externalId", "lines"];
    static readonly string[] WhileSubmitted = ["needBy", "notes"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateRequisitionRequest Read(Fields fields) => new(
        fields.OptionalId("facilityId", fields.Has("facilityId")), fields.OptionalText("requestedBy", 255), fields.OptionalDate("needBy"),
        fields.Has("priority") ? fields.Choice("priority", Requisition.Priorities) : null, fields.OptionalText("justification", 2_000),
        fields.OptionalText("notes", 4_000), fields.OptionalText("externalId", 128), fields.Has("lines") ? RequisitionLineRequest.List(fields) : null)
    {
        Named = [.. Known.Where(fields.Has)],
    };

    /// <summary>Refuses what cannot be changed any more.</summary>
    internal void Check(Requisition requisition)
    {
        if (requisition.Status == Requisition.Draft) return;
        if (requisition.Status == Requisition.PendingApproval && Named.IsSubsetOf(WhileSubmitted)) return;
        throw new BrokenRuleException("not_editable", requisition.Status == Requisition.PendingApproval
            ? $"While it waits for approval only {string.Join(" and ", WhileSubmitted)} can be changed. Revise it first."
            : $"A requisition that is {requisition.Status} cannot be changed.");
    }

    internal void ApplyTo(Requisition requisition)
    {
        requisition.FacilityId = FacilityId ?? requisition.FacilityId;
        requisition.RequestedBy = Named.Contains("requestedBy") ? RequestedBy : requisition.RequestedBy;
        requisition.NeedBy = Named.Contains("needBy") ? NeedBy : requisition.NeedBy;
        requisition.Priority = Priority ?? requisition.Priority;
        requisition.Justification = Named.Contains("justification") ? Justification : requisition.Justification;
        requisition.Notes = Named.Contains("notes") ? Notes : requisition.Notes;
        requisition.ExternalId = Named.Contains("externalId") ? ExternalId : requisition.ExternalId;
    }
}

static class UpdateRequisition
{
    /// <summary>Changes a requisition: a draft in everything, one that waits for approval in its notes and the day it is needed.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<UpdateRequisitionRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockRequisitionAsync(id, ct) is not { } requisition) return Error.NotFound("Requisition", $"{id}");
        http.CheckIfMatch(requisition.Version);
        var request = body.Value;
        request.Check(requisition);

        request.ApplyTo(requisition);
        if (await CreateRequisition.TakenExternalIdAsync(db, requisition, ct) is { } taken) return taken;
        if (request.Lines is { } lines) requisition.Become(await RequisitionLineRequest.WriteAsync(db, requisition, lines, ct));
        requisition.Touch(time.GetUtcNow());
        db.Announce(requisition, "updated");
        await db.SaveChangesAsync(ct);
        http.SetETag(requisition.Version);
        return Reply.Ok(RequisitionView.From(requisition));
    }
}
