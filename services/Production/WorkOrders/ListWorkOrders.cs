using System.Globalization;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

static class ListWorkOrders
{
    public static readonly ListRules Rules = new(
        ListRules.UsualLimit, "status", "itemId", "componentItemId", "facilityId", "bomId", "batchId", "demandType", "demandId", "workOrderNo",
        "plannedStart[gte]", "plannedStart[lte]", "updatedSince", "q");

    /// <summary>Lists the work orders, newest first. <c>q</c> looks into the number, the item's number and the notes.</summary>
    public static async Task<Ok<Page<WorkOrderView>>> Handle(HttpContext http, ProductionDb db, Cursors cursors, CancellationToken ct)
    {
        var query = ListQuery.Parse(http, Rules, cursors);
        var orders = Filter(db.WholeWorkOrders(), query);
        var total = await orders.LongCountAsync(ct);
        if (query.After is [var at, var id])
        {
            var (lastAt, lastId) = (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), Guid.Parse(id));
            orders = orders.Where(o => EF.Functions.LessThan(ValueTuple.Create(o.CreatedAt, o.Id), ValueTuple.Create(lastAt, lastId)));
        }

        var rows = await orders.OrderByDescending(o => o.CreatedAt).ThenByDescending(o => o.Id).Skip(query.Offset).Take(query.Limit + 1).ToListAsync(ct);
        return Reply.Page(query, cursors, rows, total, WorkOrderView.From, o => [o.CreatedAt.ToString("O"), $"{o.Id}"]);
    }

    static IQueryable<WorkOrder> Filter(IQueryable<WorkOrder> orders, ListQuery query)
    {
        if (query.Choices("status", [.. WorkOrder.Statuses]) is { Count: > 0 } statuses) orders = orders.Where(o => statuses.Contains(o.Status));
        if (query.Ids("itemId") is { Length: > 0 } items) orders = orders.Where(o => items.Contains(o.ItemId));
        if (query.Ids("componentItemId") is { Length: > 0 } parts) orders = orders.Where(o => o.Requirements.Any(r => parts.Contains(r.ItemId)));
        if (query.Ids("facilityId") is { Length: > 0 } facilities) orders = orders.Where(o => facilities.Contains(o.FacilityId));
        if (query.Ids("bomId") is { Length: > 0 } boms) orders = orders.Where(o => boms.Contains(o.BomId));
        if (query.Values("batchId") is { Count: > 0 } batches) orders = orders.Where(o => batches.Contains(o.BatchId!));
        if (query.Values("demandType") is { Count: > 0 } types) orders = orders.Where(o => types.Contains(o.DemandType!));
        if (query.Values("demandId") is { Count: > 0 } demands) orders = orders.Where(o => demands.Contains(o.DemandId!));
        if (query.Values("workOrderNo") is { Count: > 0 } numbers) orders = orders.Where(o => numbers.Contains(o.WorkOrderNo));
        if (query.Timestamp("plannedStart[gte]") is { } first) orders = orders.Where(o => o.PlannedStart >= first);
        if (query.Timestamp("plannedStart[lte]") is { } last) orders = orders.Where(o => o.PlannedStart <= last);
        if (query.Timestamp("updatedSince") is { } since) orders = orders.Where(o => o.UpdatedAt >= since);
        foreach (var word in Like.Words(query.Value("q")))
            orders = orders.Where(o => EF.Functions.ILike(o.WorkOrderNo, word, Like.Escape) || EF.Functions.ILike(o.ItemNo, word, Like.Escape)
                || EF.Functions.ILike(o.Notes!, word, Like.Escape));
        return orders;
    }
}
