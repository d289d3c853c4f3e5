using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Requisitions;

static class GetRequisition
{
    /// <summary>Reads one requisition with its lines.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var requisition = await db.Requisitions.Include(r => r.Lines).FirstOrDefaultAsync(r => r.Id == id, ct);
        if (requisition is null) return Error.NotFound("Requisition", $"{id}");
        http.SetETag(requisition.Version);
        return Reply.Ok(RequisitionView.From(requisition));
    }
}
