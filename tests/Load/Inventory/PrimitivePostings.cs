using Atlas.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Load.Inventory;

/// <summary>Inventory's writer in this process, on the service's database: what postings cost without HTTP, keys and answers.</summary>
sealed class PrimitivePostings : IAsyncDisposable
{
    readonly WebApplication app;
    readonly LedgerWriter writer;

    PrimitivePostings(WebApplication app) => (this.app, writer) = (app, app.Services.GetRequiredService<LedgerWriter>());

    public static PrimitivePostings On(string connectionString)
    {
        // Never started: only its services are used, so the messages stay in the outbox until the service's own relay takes them.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Atlas.Inventory" });
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:inventorydb"] = connectionString;
        builder.AddDatabase<InventoryDb>("inventorydb");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LedgerWriter>();
        return new PrimitivePostings(builder.Build());
    }

    /// <summary>A client that posts one more of an item per call.</summary>
    public Func<Task<bool>> Client(string tenant, Guid location, Func<Guid> item) => async () =>
        (await writer.RunAsync(tenant, new Posting(item(), location) { Actor = "bench" })).Status == 201;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    sealed class Posting(Guid item, Guid location) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Items.Add(item);
            wanted.Locations.Add(location);
        }

        public override LedgerAnswer Run(Book book)
        {
            var stock = new StockSelection(item, location, null, null, null, null, [], null).On(book, 1, "qty", arrives: true);
            var draft = new Draft { Type = "adjustment", Actor = Actor };
            foreach (var line in stock.Lines(null)) draft.Move(line, VirtualLocation.Adjustment);
            return new LedgerAnswer(201, book.Post(draft).Transaction);
        }
    }
}
