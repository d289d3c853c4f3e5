using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

static class ListRequisitions
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "facilityId", "itemId", "priority", "requisitionNo", "externalId", "needBy[gte]", "needBy[lte]", "updatedSince", "q");

    /// <summary>Lists the requisitions with their lines, newest first. <c>q</c> looks into number, requester and justification.</summary>
    public static async Task<Ok<Page<RequisitionView>>> Handle(HttpContext http, ProcurementDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var requisitions = Filter(db.Requisitions, query);
        var total = await requisitions.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            requisitions = requisitions.Where(r => EF.Functions.LessThan(ValueTuple.Create(r.CreatedAt, r.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await requisitions.Include(r => r.Lines).AsSplitQuery().OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id)
            .Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, RequisitionView.From, r => [r.CreatedAt.ToString("O"), $"{r.Id}"]);
    }

    static IQueryable<Requisition> Filter(IQueryable<Requisition> requisitions, ListQuery query)
    {
        if (query.Choices("status", [.. Requisition.Statuses]) is { Count: > 0 } statuses) requisitions = requisitions.Where(r => statuses.Contains(r.Status));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) requisitions = requisitions.Where(r => facilities.Contains(r.FacilityId));
        if (query.Ids("itemId") is { Length: > 0 } items) requisitions = requisitions.Where(r => r.Lines.Any(line => items.Contains(line.ItemId)));
        if (query.Choices("priority", Requisition.Priorities) is { Count: > 0 } priorities) requisitions = requisitions.Where(r => priorities.Contains(r.Priority));
        if (query.Values("requisitionNo") is { Count: > 0 } numbers) requisitions = requisitions.Where(r => numbers.Contains(r.RequisitionNo));
        if (query.Values("externalId") is { Count: > 0 } ids) requisitions = requisitions.Where(r => ids.Contains(r.ExternalId!));
        if (query.Date("needBy[gte]") is { } first) requisitions = requisitions.Where(r => r.NeedBy >= first);
        if (query.Date("needBy[lte]") is { } last) requisitions = requisitions.Where(r => r.NeedBy <= last);
        if (query.Timestamp("updatedSince") is { } since) requisitions = requisitions.Where(r => r.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            requisitions = requisitions.Where(r => EF.Functions.ILike(r.RequisitionNo, word, Like.Escape)
                || EF.Functions.ILike(r.RequestedBy!, word, Like.Escape) || EF.Functions.ILike(r.Justification!, word, Like.Escape));
        return requisitions;
    }
}
