using Atlas.ServiceDefaults;

namespace Atlas.Procurement.PurchaseOrders;

/// <summary>Something that is done with one purchase order, by its id.</summary>
static class TakePurchaseOrderAction
{
    /// <summary>Locks the order, does it, announces it and answers with the order.</summary>
    /// <param name="what">What happened then, for the event: <c>submitted</c>.</param>
    /// <param name="isDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
    /// <param name="act">Does it, or refuses.</param>
    public static async Task<IResult> RunAsync(
        Guid id, string what, HttpContext http, ProcurementDb db, TimeProvider time, Func<PurchaseOrder, bool> isDone, Func<PurchaseOrder, Task> act,
        CancellationToken ct)
    {
        if (await db.LockPurchaseOrderAsync(id, ct) is not { } order) return Error.NotFound("Purchase order", $"{id}");
        http.CheckIfMatch(order.Version);
        if (!isDone(order))
        {
            await act(order);
            order.Touch(time.GetUtcNow());
            db.Announce(order, what);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(order.Version);
        return Reply.Ok(PurchaseOrderView.From(order));
    }
}
