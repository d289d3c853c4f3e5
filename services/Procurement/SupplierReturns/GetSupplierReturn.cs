using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierReturns;

static class GetSupplierReturn
{
    /// <summary>Reads one supplier return with its lines.</summary>
    public static async Task<IResult> Handle(Guid id, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var back = await db.SupplierReturns.Include(r => r.Lines).FirstOrDefaultAsync(r => r.Id == id, ct);
        if (back is null) return Error.NotFound("Supplier return", $"{id}");
        http.SetETag(back.Version);
        return Reply.Ok(SupplierReturnView.From(back));
    }
}
