using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.WorkOrders;

static class GetWorkOrder
{
    /// <summary>Reads one work order with what it needs and what was made.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProductionDb db, CancellationToken ct)
    {
        var order = await db.WholeWorkOrders().FirstOrDefaultAsync(o => o.Id == id, ct);
        if (order is null) return Error.NotFound("Work order", $"{id}");
        http.SetETag(order.Version);
        return Reply.Ok(WorkOrderView.From(order));
    }
}
