using Atlas.Production.WorkOrders;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production.Boms;

static class ArchiveBom
{
    /// <summary>Puts a version away for good. One that is active only when no open work order needs it, or another version of the item is active too.</summary>
    public static async Task<IResult> Handle(
        Guid id, Body<ActionRequest> body, HttpContext http, ProductionDb db, TimeProvider time, CancellationToken ct)
    {
        if (await db.LockBomAsync(id, ct) is not { } bom) return Error.NotFound("BOM", $"{id}");
        http.CheckIfMatch(bom.Version);
        if (bom.Status != Bom.Archived)
        {
            bom.Check(Bom.Archiving);
            if (bom.Status == Bom.Active && !await db.Boms.AnyAsync(b => b.ItemId == bom.ItemId && b.Id != id && b.Status == Bom.Active, ct)
                && await db.WorkOrders.FirstOrDefaultAsync(o => o.BomId == id && WorkOrder.OpenStatuses.Contains(o.Status), ct) is { } order)
                return Error.Conflict("bom_in_use", $"{order.WorkOrderNo} is made by it, and no other version of {bom.ItemNo} is active.",
                    new ErrorDetail(null, "bom_in_use", "is in use", new Dictionary<string, object?> { ["workOrderId"] = order.Id }));
            bom.Archive(Step.Of(http, time, body.Value));
            db.Announce(bom, "archived");
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(bom.Version);
        return Reply.Ok(BomView.From(bom));
    }
}
