using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

static class DeleteSupplierItem
{
    /// <summary>The supplier sells the item no more. Orders that are written stay as they are.</summary>
    public static async Task<IResult> Handle(Guid supplierId, Guid supplierItemId, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var sold = await db.SupplierItems.FirstOrDefaultAsync(s => s.Id == supplierItemId && s.SupplierId == supplierId, ct);
        if (sold is null) return Error.NotFound("Supplier item", $"{supplierItemId}");
        http.CheckIfMatch(sold.Version);
        db.Remove(sold);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }
}
