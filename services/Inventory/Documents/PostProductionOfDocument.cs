using System.Globalization;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Costing;
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
            RequireAmount("operationCost", production.OperationCost);
            RequireAmount("earlierMaterialCost", production.EarlierMaterialCost);
            RequireAmount("scrapQty", production.ScrapQty);
            var draft = new Draft
            {
                Type = production.Outputs.Count > 0 ? "production_output" : "production_issue", Actor = Actor, SourceType = SourceType, SourceId = SourceId,
                SourceNo = production.WorkOrderNo, EffectiveAt = production.At,
                Production = new ProductionCost(production.OperationCost, production.EarlierMaterialCost, production.ScrapQty),
            };
            var taken = production.Components.SelectMany(line => StockTaken.Take(book, line, "work_order", production.WorkOrderId, Actor)).ToList();
            foreach (var line in taken) draft.Move(line, VirtualLocation.Production);
            foreach (var line in production.Outputs.SelectMany(line => StockBrought.Bring(book, line))) draft.Move(line, VirtualLocation.Production);
            var (transaction, lines) = book.Post(draft);
            Holding.LetGo(book, taken);
            var work = lines.Where(line => line.LocationId == VirtualLocation.Production.Id).ToList();
            return (new ProductionPosted(production.WorkOrderId, production.ActionNo, true, null, null, transaction.Id, transaction.LedgerSeq, book.Now,
                work.Where(line => line.Qty > 0).Sum(line => line.Value), -work.Where(line => line.Qty < 0).Sum(line => line.Value),
                lines.Where(line => line.LocationId == VirtualLocation.Scrap.Id).Sum(line => line.Value),
                lines.Select(line => line.Currency).FirstOrDefault(currency => currency is not null)), PostedTransaction.Of((transaction, lines)));
        }

        static void RequireAmount(string field, decimal amount)
        {
            if (amount is < 0 or > Money.Max) throw Book.Invalid(field, "out_of_range", $"must be between 0 and {Money.Max}");
        }

        protected override object Refused(Book book, string code, string message) =>
            new ProductionPosted(production.WorkOrderId, production.ActionNo, false, code, message, null, null, book.Now);
    }
}
