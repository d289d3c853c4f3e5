using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Reservations;
using MassTransit;

namespace Atlas.Inventory.Documents;

/// <summary>Production used components and made something: both are posted in one transaction, once.</summary>
sealed class PostProductionOfDocument(InventoryDb db, LedgerWriter ledger) : IConsumer<PostProduction>
{
    public Task Consume(ConsumeContext<PostProduction> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(PostProduction production)
        : DocumentCommand("work_order", production.WorkOrderId, $"produce:{production.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            StockTaken.Ask(wanted, production.Components);
            StockBrought.Ask(wanted, production.Outputs);
            if (production.At is { } at) wanted.HistorySince(at);
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            var draft = new Draft
            {
                Type = production.Outputs.Count > 0 ? "production_output" : "production_issue", Actor = Actor, SourceType = SourceType, SourceId = SourceId,
                SourceNo = production.WorkOrderNo, EffectiveAt = production.At,
            };
            var taken = production.Components.SelectMany(line => StockTaken.Take(book, line, "work_order", production.WorkOrderId, Actor)).ToList();
            foreach (var line in taken) draft.Move(line, VirtualLocation.Production);
            foreach (var line in production.Outputs.SelectMany(line => StockBrought.Bring(book, line))) draft.Move(line, VirtualLocation.Production);
            var posted = PostedTransaction.Of(book.Post(draft));
            Holding.LetGo(book, taken);
            return (new ProductionPosted(production.WorkOrderId, production.ActionNo, true, null, null, posted.Id, posted.LedgerSeq, book.Now), posted);
        }

        protected override object Refused(Book book, string code, string message) =>
            new ProductionPosted(production.WorkOrderId, production.ActionNo, false, code, message, null, null, book.Now);
    }
}
