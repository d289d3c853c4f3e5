using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.Suppliers;

static class GetSupplier
{
    /// <summary>Reads one supplier.</summary>
    public static async Task<IResult> Handle(Guid supplierId, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var supplier = await db.Suppliers.FirstOrDefaultAsync(s => s.Id == supplierId, ct);
        if (supplier is null) return Error.NotFound("Supplier", $"{supplierId}");
        http.SetETag(supplier.Version);
        return Reply.Ok(SupplierView.From(supplier));
    }
}
