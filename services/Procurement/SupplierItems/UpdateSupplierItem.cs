using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

/// <summary>What to change about what a supplier sells; what is absent stays, and null takes away what can be absent.</summary>
public sealed record UpdateSupplierItemRequest : SupplierItemTerms, IReadable<UpdateSupplierItemRequest>
{
    public static UpdateSupplierItemRequest Read(Fields fields) => Read<UpdateSupplierItemRequest>(fields);
}

static class UpdateSupplierItem
{
    /// <summary>Changes the terms on which a supplier sells an item. Orders that are written stay as they are.</summary>
    public static async Task<IResult> Handle(
        Guid supplierId, Guid supplierItemId, Body<UpdateSupplierItemRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var sold = await db.SupplierItems.FirstOrDefaultAsync(s => s.Id == supplierItemId && s.SupplierId == supplierId, ct);
        if (sold is null) return Error.NotFound("Supplier item", $"{supplierItemId}");
        http.CheckIfMatch(sold.Version);
        body.Value.ApplyTo(sold);
        (sold.UpdatedAt, sold.Version) = (time.GetUtcNow(), sold.Version + 1);
        await SupplierItemTerms.PreferAsync(db, sold, ct);
        await db.SaveChangesAsync(ct);
        http.SetETag(sold.Version);
        return Reply.Ok(SupplierItemView.From(sold));
    }
}
