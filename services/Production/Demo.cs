using Atlas.Contracts.Production;
using Atlas.Production.Batches;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Production;

/// <summary>The four batches that seed 000 shows. Orders has its copies of the same.</summary>
static class Demo
{
    public static async Task Batches(ProductionDb db, CancellationToken ct)
    {
        if (await db.Batches.AnyAsync(ct)) return;
        // Lists are newest first, and the seed prints the first batch first.
        var newest = new DateTimeOffset(2026, 4, 13, 9, 0, 0, TimeSpan.Zero);
        db.AddRange(DemoBatches.All.Select((batch, index) => Batch.Of(batch, newest.AddDays(-7 * index))));
    }
}
