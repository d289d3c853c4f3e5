using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Sales.Returns;

static class GetSalesReturn
{
    /// <summary>Reads one return.</summary>
    public static async Task<IResult> Handle(Guid returnId, HttpContext http, SalesDb db, CancellationToken ct)
    {
        var back = await db.Returns.Include(r => r.Lines).FirstOrDefaultAsync(r => r.Id == returnId, ct);
        if (back is null) return Error.NotFound("Return", $"{returnId}");
        http.SetETag(back.Version);
        return Reply.Ok(SalesReturnView.From(back));
    }
}
