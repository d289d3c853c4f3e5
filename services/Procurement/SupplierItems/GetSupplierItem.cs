using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

static class GetSupplierItem
{
    /// <summary>Reads on which terms a supplier sells an item.</summary>
    public static async Task<IResult> Handle(Guid supplierId, Guid supplierItemId, HttpContext http, ProcurementDb db, CancellationToken ct)
    {
        var sold = await db.SupplierItems.FirstOrDefaultAsync(s => s.Id == supplierItemId && s.SupplierId == supplierId, ct);
        if (sold is null) return Error.NotFound("Supplier item", $"{supplierItemId}");
        http.SetETag(sold.Version);
        return Reply.Ok(SupplierItemView.From(sold));
    }
}
