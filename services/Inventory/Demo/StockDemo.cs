using Atlas.Inventory.Counts;
using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Policies;
using Atlas.Inventory.Transfers;
using Atlas.Persistence;
using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Demo;

/// <summary>
/// Gives the demo's items stock as soon as Catalog has told of them, and then a transfer, a count and a reorder policy, so that every list
/// of the demo shows something. The items are known by their numbers.
/// </summary>
/// <remarks>
/// Every instance looks, and what is done is done once: opening stock is posted under a source of its own, and the documents carry an
/// <c>externalId</c> that there can be once. When all is there, nobody looks any more.
/// </remarks>
sealed class StockDemo(Database database, LedgerWriter ledger, IServiceScopeFactory scopes, TimeProvider time, ILogger<StockDemo> log) : BackgroundService
{
    public const string Tenant = "demo";
    const string SourceType = "demo";
    const string ExternalId = "demo-1";
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    static readonly Opening[] Openings =
    [
        new("TBL-NOTE-08", DemoPlaces.Bulk, 240, 2.10m, "NB-2026-01", null), new("TBL-NOTE-08", DemoPlaces.Shelf, 36, 2.10m, "NB-2026-01", null),
        new("TBL-PEN-01", DemoPlaces.Picking, 500, 0.35m, null, null), new("TBL-PEN-01", DemoPlaces.Inspection, 12, 0.35m, null, null, "quarantine"),
        new("COF-BEAN-ETH", DemoPlaces.Bulk, 42.5m, 9.80m, "ETH-07", 300), new("COF-BEAN-ETH", DemoPlaces.Bulk, 10, 9.60m, "ETH-06", 90),
        new("SUM-TEE-FOR", DemoPlaces.Picking, 120, 6.40m, null, null),
    ];

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (true)
        {
            try
            {
                if (await StockAsync(ct)) return;
            }
            catch (Exception exception) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("The demo's stock waits: {Reason}", exception.Message);
            }

            await Task.Delay(Pause, time, ct);
        }
    }

    // True when there is nothing left to do.
    async Task<bool> StockAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Tenant>().Use(Tenant);
        var db = scope.ServiceProvider.GetRequiredService<InventoryDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await db.Transfers.AnyAsync(t => t.ExternalId == ExternalId, ct)) return true;
        var numbers = Openings.Select(opening => opening.ItemNo).ToHashSet();
        var items = await db.Items.AsNoTracking().Where(i => numbers.Contains(i.ItemNo)).ToDictionaryAsync(i => i.ItemNo, ct);
        string[] codes = [DemoPlaces.Warehouse, DemoPlaces.Store];
        var facilities = await db.Facilities.Where(f => codes.Contains(f.Code)).ToDictionaryAsync(f => f.Code, f => f.Id, ct);
        var inThem = await db.Locations.Where(l => facilities.Values.Contains(l.FacilityId)).OrderBy(l => l.CreatedAt).ToListAsync(ct);
        var places = inThem.DistinctBy(l => l.Code).ToDictionary(l => l.Code, l => l.Id);
        if (facilities.Count < codes.Length || !Openings.All(opening => places.ContainsKey(opening.Location))) return true; // The tenant has made its own.

        foreach (var item in items.Values)
            await ledger.RunAsync(Tenant, new PostOpening(item, [.. Openings.Where(o => o.ItemNo == item.ItemNo)], places) { Actor = DemoPlaces.CreatedBy });
        if (items.Count < numbers.Count) return false;

        // Of several instances the first makes the documents; the others find them, or their save is refused.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({Tenant}, 4740))", ct);
        if (await db.Transfers.AnyAsync(t => t.ExternalId == ExternalId, ct)) return true;
        await AddDocumentsAsync(db, items, facilities, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    async Task AddDocumentsAsync(InventoryDb db, Dictionary<string, Item> items, Dictionary<string, Guid> facilities, CancellationToken ct)
    {
        var now = LedgerHash.ToMicroseconds(time.GetUtcNow());
        var (warehouse, store, pen) = (facilities[DemoPlaces.Warehouse], facilities[DemoPlaces.Store], items["TBL-PEN-01"]);
        var transfer = new Transfer
        {
            Id = Guid.CreateVersion7(now), TransferNo = await db.NextNumberAsync(Transfer.NumberPrefix, ct), FromFacilityId = warehouse, ToFacilityId = store,
            ExternalId = ExternalId, CreatedBy = DemoPlaces.CreatedBy, CreatedAt = now, UpdatedAt = now,
        };
        transfer.Lines.Add(new TransferLine { Id = Guid.CreateVersion7(now), TransferId = transfer.Id, LineNo = 1, ItemId = pen.Id, Qty = 100, UomId = pen.BaseUomId });
        transfer.Approve(now, DemoPlaces.CreatedBy);
        db.Add(transfer);
        db.Publish(TransferCommand.Announcement(transfer, "approved", null, now), $"{transfer.Id}", transfer.Version);

        var session = new CountSession
        {
            Id = Guid.CreateVersion7(now), SessionNo = await db.NextNumberAsync(CountSession.NumberPrefix, ct), FacilityId = store, LocationIds = [], IncludeChildren = false,
            ItemIds = [], IncludeZero = false, Blind = true, TolerancePct = 0, ExternalId = ExternalId, CreatedBy = DemoPlaces.CreatedBy, CreatedAt = now, UpdatedAt = now,
        };
        db.Add(session);
        db.Publish(OpenedSession.Announcement(session, "created", now), $"{session.Id}", session.Version);

        var policy = new ReorderPolicy
        {
            Id = Guid.CreateVersion7(now), ItemId = pen.Id, FacilityId = warehouse, PolicyType = ReorderPolicy.MinMax, MinQty = 600, MaxQty = 1_000, MultipleOf = 50,
            LeadTimeDays = 7, ExternalId = ExternalId, CreatedBy = DemoPlaces.CreatedBy, CreatedAt = now, UpdatedAt = now,
        };
        policy.Settle(pen);
        db.Add(policy);
    }

    /// <param name="ExpiresInDays">Of items with expiry dates.</param>
    sealed record Opening(string ItemNo, string Location, decimal Qty, decimal UnitCost, string? LotNo, int? ExpiresInDays, string? Status = null);

    // All of an item's opening stock in one transaction, once.
    sealed class PostOpening(Item item, IReadOnlyList<Opening> openings, Dictionary<string, Guid> places) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Sources.Add((SourceType, item.ItemNo));
            wanted.Items.Add(item.Id);
            wanted.Locations.UnionWith(openings.Select(o => places[o.Location]));
            wanted.LotNumbers.UnionWith(openings.Select(o => o.LotNo).OfType<string>().Select(lotNo => (item.Id, lotNo)));
        }

        public override LedgerAnswer Run(Book book)
        {
            if (book.Sources.ContainsKey((SourceType, item.ItemNo, "open"))) return new LedgerAnswer(200, "posted before");
            var draft = new Draft { Type = "opening", Actor = Actor, SourceType = SourceType, SourceId = item.ItemNo, Action = "open", Reason = "Opening stock of the demo" };
            foreach (var o in openings)
            {
                DateOnly? expiry = o.ExpiresInDays is { } days ? DateOnly.FromDateTime(book.Now.UtcDateTime).AddDays(days) : null;
                foreach (var line in new StockSelection(item.Id, places[o.Location], o.Status, null, o.LotNo, expiry, [], null).On(book, o.Qty, "qty", arrives: true).Lines(o.UnitCost))
                    draft.Move(line, VirtualLocation.Adjustment);
            }

            book.Post(draft);
            return new LedgerAnswer(201, "posted");
        }
    }
}
