using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Procurement.SupplierItems;

/// <summary>An item that a supplier sells, and on which terms.</summary>
public sealed record CreateSupplierItemRequest : SupplierItemTerms, IReadable<CreateSupplierItemRequest>
{
    public Guid ItemId { get; init; }

    /// <summary>Id or code of the unit that quantities and prices are in; the item's base unit when absent.</summary>
    public string? UomId { get; init; }

    public static CreateSupplierItemRequest Read(Fields fields) =>
        Read<CreateSupplierItemRequest>(fields) with { ItemId = fields.Id("itemId"), UomId = fields.OptionalText("uomId", 64) };
}

static class CreateSupplierItem
{
    /// <summary>Adds an item to what a supplier sells. Orders then know its price and lead time.</summary>
    public static async Task<IResult> Handle(
        Guid supplierId, Body<CreateSupplierItemRequest> body, HttpContext http, ProcurementDb db, TimeProvider time, CancellationToken ct)
    {
        var supplier = await db.Suppliers.FirstOrDefaultAsync(s => s.Id == supplierId, ct);
        if (supplier is null) return Error.NotFound("Supplier", $"{supplierId}");
        var (request, now) = (body.Value, time.GetUtcNow());
        var item = await db.Items.FirstOrDefaultAsync(i => i.Id == request.ItemId, ct);
        if (item is null) return Error.Invalid(new ErrorDetail("itemId", "invalid_reference", "is no item that Procurement knows"));
        if (item.UomOf(request.UomId) is not { } uom)
            return Error.Invalid(new ErrorDetail("uomId", "invalid_reference", "is no unit that this item has a conversion for"));
        if ((request.Currency ?? supplier.Currency) is not { } currency)
            return Error.Invalid(new ErrorDetail("currency", "required", "is required: the supplier has no usual currency"));
        if (await db.SupplierItems.FirstOrDefaultAsync(s => s.SupplierId == supplierId && s.ItemId == item.Id && s.UomId == uom.Id, ct) is { } same)
            return Error.Conflict("duplicate_code", "The supplier sells this item in this unit already.",
                new ErrorDetail("itemId", "duplicate_code", "is taken", new Dictionary<string, object?> { ["existingId"] = same.Id }));

        var sold = new SupplierItem
        {
            Id = Guid.CreateVersion7(now),
            SupplierId = supplierId,
            ItemId = item.Id,
            UomId = uom.Id,
            UomCode = uom.Code,
            Currency = currency,
            CreatedBy = Caller.Of(http).Credential,
            CreatedAt = now,
            UpdatedAt = now,
        };
        request.ApplyTo(sold);
        await SupplierItemTerms.PreferAsync(db, sold, ct);
        db.Add(sold);
        await db.SaveChangesAsync(ct);
        http.SetETag(sold.Version);
        return Reply.Created($"/v1/procurement/suppliers/{supplierId}/items/{sold.Id}", SupplierItemView.From(sold));
    }
}
