using Atlas.ServiceDefaults;

namespace Atlas.Procurement.SupplierReturns;

/// <summary>Something that is done with one supplier return and needs nobody else.</summary>
static class TakeSupplierReturnAction
{
    /// <summary>Locks the return, does it, announces it and answers with the return.</summary>
    /// <param name="what">What happened then, for the event: <c>closed</c>.</param>
    /// <param name="isDone">True where it is done already: repeating it is no mistake and changes nothing.</param>
    /// <param name="act">Does it, or refuses.</param>
    public static async Task<IResult> RunAsync(
        Guid id, string what, HttpContext http, ProcurementDb db, Func<SupplierReturn, bool> isDone, Func<LockedSupplierReturn, Task> act, CancellationToken ct)
    {
        if (await db.LockSupplierReturnAsync(id, ct) is not { } locked) return Error.NotFound("Supplier return", $"{id}");
        var back = locked.Return;
        http.CheckIfMatch(back.Version);
        if (!isDone(back))
        {
            await act(locked);
            db.Announce(locked, what);
            await db.SaveChangesAsync(ct);
        }

        http.SetETag(back.Version);
        return Reply.Ok(SupplierReturnView.From(back));
    }
}
