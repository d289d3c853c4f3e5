using Atlas.Persistence;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

/// <summary>A new count session.</summary>
/// <param name="Scope">What is to be counted; empty for everything in the facility.</param>
/// <param name="Blind">Who counts does not see what the books say; so it is when nothing is said.</param>
/// <param name="TolerancePct">Differences up to this, in percent of what the books say, need no approval; 0 when nothing is said.</param>
public sealed record CreateCountSessionRequest(
    Guid FacilityId, CountScopeRequest Scope, bool Blind, decimal TolerancePct, string? Assignee, DateOnly? ScheduledFor, string? Notes, string? ExternalId,
    IReadOnlyDictionary<string, string> Metadata)
    : IReadable<CreateCountSessionRequest>
{
    public static CreateCountSessionRequest Read(Fields fields) => new(
        fields.Id("facilityId"), fields.OptionalObject("scope", CountScopeRequest.Read, required: true) ?? CountScopeRequest.Everything, fields.Boolean("blind", true),
        fields.OptionalDecimal("tolerancePct", 0, 100) ?? 0, fields.OptionalText("assignee", 128), fields.OptionalDate("scheduledFor"),
        fields.OptionalText("notes", 4_000), fields.ExternalId(), fields.Metadata());
}

/// <summary>What is to be counted.</summary>
/// <param name="LocationIds">At most 500; the whole facility when empty.</param>
/// <param name="IncludeChildren">Everything below these locations too.</param>
/// <param name="ItemIds">At most 500; all items when empty.</param>
/// <param name="IncludeZero">Also what was there once and is not any more.</param>
public sealed record CountScopeRequest(IReadOnlyList<Guid> LocationIds, bool IncludeChildren, IReadOnlyList<Guid> ItemIds, bool IncludeZero)
{
    const int MaxIds = 500;

    internal static readonly CountScopeRequest Everything = new([], false, [], false);

    internal static CountScopeRequest Read(Fields fields)
    {
        // Silence would count everything where a class is meant.
        if (fields.OptionalText("abcClass", 16) is not null) fields.Refuse("abcClass", "invalid_value", "must be absent: items have no classes here");
        return new(Ids(fields, "locationIds"), fields.Boolean("includeChildren", false), Ids(fields, "itemIds"), fields.Boolean("includeZero", false));
    }

    static List<Guid> Ids(Fields fields, string name)
    {
        var ids = new List<Guid>();
        foreach (var (text, index) in fields.Texts(name, MaxIds, 64).Select((text, index) => (text, index)))
            if (Guid.TryParse(text, out var id)) ids.Add(id);
            else fields.Refuse($"{name}[{index}]", "invalid_value", "must be a UUID");
        return [.. ids.Distinct()];
    }
}

static class CreateCountSession
{
    /// <summary>Adds a count session, as a draft. Its lines are made when it starts.</summary>
    public static async Task<IResult> Handle(
        Body<CreateCountSessionRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var (request, now) = (body.Value, time.GetUtcNow());
        if (request.ExternalId is { } externalId
            && await db.CountSessions.Where(s => s.ExternalId == externalId).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(ct) is { } same)
            return CommonFields.ExternalIdTaken("count session", same);
        await CheckAsync(db, request, ct);
        var session = new CountSession
        {
            Id = Guid.CreateVersion7(now),
            SessionNo = await db.NextNumberAsync(CountSession.NumberPrefix, ct),
            FacilityId = request.FacilityId,
            LocationIds = [.. request.Scope.LocationIds],
            IncludeChildren = request.Scope.IncludeChildren,
            ItemIds = [.. request.Scope.ItemIds],
            IncludeZero = request.Scope.IncludeZero,
            Blind = request.Blind,
            TolerancePct = request.TolerancePct,
            Assignee = request.Assignee,
            ScheduledFor = request.ScheduledFor,
            Notes = request.Notes,
            ExternalId = request.ExternalId,
            Metadata = new(request.Metadata),
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(session);
        db.Publish(OpenedSession.Announcement(session, "created", now), $"{session.Id}", session.Version);
        await db.SaveChangesAsync(ct);
        http.SetETag(session.Version);
        return Reply.Created($"/v1/inventory/count-sessions/{session.Id}", CountSessionView.From(session, session.Lines, session.HidesBooks()));
    }

    static async Task CheckAsync(InventoryDb db, CreateCountSessionRequest request, CancellationToken ct)
    {
        var problems = new List<ErrorDetail>();
        if (!await db.Facilities.AnyAsync(f => f.Id == request.FacilityId, ct)) problems.Add(new("facilityId", "invalid_reference", "is no facility"));
        var (locationIds, itemIds) = (request.Scope.LocationIds, request.Scope.ItemIds);
        var locations = await db.Locations.Where(l => locationIds.Contains(l.Id) && l.FacilityId == request.FacilityId).Select(l => l.Id).ToListAsync(ct);
        var items = await db.Items.Where(i => itemIds.Contains(i.Id)).Select(i => i.Id).ToListAsync(ct);
        for (var i = 0; i < locationIds.Count; i++)
            if (!locations.Contains(locationIds[i])) problems.Add(new($"scope.locationIds[{i}]", "invalid_reference", "is no location of this facility"));
        for (var i = 0; i < itemIds.Count; i++)
            if (!items.Contains(itemIds[i])) problems.Add(new($"scope.itemIds[{i}]", "invalid_reference", "is no item"));
        if (problems.Count > 0) throw new RefusedException(Error.Invalid(problems));
    }
}
