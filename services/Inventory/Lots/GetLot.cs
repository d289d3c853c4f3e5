using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Lots;

static class GetLot
{
    /// <summary>Reads one lot.</summary>
    public static async Task<IResult> Handle(Guid lotId, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var lot = await db.Lots.FirstOrDefaultAsync(l => l.Id == lotId, ct);
        if (lot is null) return Error.NotFound("Lot", $"{lotId}");
        http.SetETag(lot.Version);
        return Reply.Ok(LotView.From(lot, time.GetUtcNow()));
    }
}
