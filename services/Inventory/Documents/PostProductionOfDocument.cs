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
    public const string WorkOrder = "work_order";

    public Task Consume(ConsumeContext<PostProduction> context) => ledger.RunAsync(db.CurrentTenant, new Command(context.Message) { Actor = context.Message.Actor });

    sealed class Command(PostProduction production)
        : DocumentCommand(WorkOrder, production.WorkOrderId, $"produce:{production.ActionNo.ToString(CultureInfo.InvariantCulture)}")
    {
        protected override void AskMore(Wanted wanted)
        {
            StockTaken.Ask(wanted, production.Components);
            StockBrought.Ask(wanted, production.Outputs);
            if (production.ItemId is { } item) wanted.Items.Add(item);
            if (production.At is { } at) wanted.HistorySince(at);
        }

        protected override (object, PostedTransaction?) Do(Book book)
        {
            RequireAmount("operationCost", production.OperationCost);
            RequireAmount("earlierMaterialCost", production.EarlierMaterialCost);
            RequireAmount("scrapQty", production.ScrapQty);
            if (production.ItemId is { } item) book.ItemOf("itemId", item);
            if (production.Components.Count + production.Outputs.Count == 0 && production is not { ItemId: not null, EarlierMaterialCost: > 0, ScrapQty: > 0 })
                throw Book.Invalid("outputs", "required", "is required: there is nothing to post");
            foreach (var output in production.Outputs)
                if (production.FacilityId is { } facility && book.LocationOf("locationId", output.LocationId).FacilityId != facility)
                    throw Book.Invalid("locationId", "invalid_reference", "is not a location of the facility that it is made in");
            var draft = new Draft
            {
                Type = production switch
                {
                    { IsReturn: true } => "return",
                    { Outputs.Count: > 0 } or { ScrapQty: > 0 } => "production_output",
                    _ => "production_issue",
                },
                Actor = Actor, SourceType = SourceType, SourceId = SourceId, SourceNo = production.WorkOrderNo, EffectiveAt = production.At,
                Production = new ProductionCost(production.OperationCost, production.EarlierMaterialCost, production.ScrapQty, production.ItemId),
            };
            var taken = production.Components.SelectMany(line => StockTaken.Take(book, line, WorkOrder, production.WorkOrderId, Actor)).ToList();
            foreach (var line in taken) draft.Move(line, VirtualLocation.Production);
            foreach (var line in production.Outputs.SelectMany(line => StockBrought.Bring(book, line))) draft.Move(line, VirtualLocation.Production);
            var (transaction, lines) = book.Post(draft);
            Holding.LetGo(book, taken);
            var work = lines.Where(line => line.LocationId == VirtualLocation.Production.Id).ToList();
            return (new ProductionPosted(production.WorkOrderId, production.ActionNo, true, null, null, transaction.Id, transaction.LedgerSeq, book.Now,
                work.Where(line => line.Qty > 0).Sum(line => line.Value), -work.Where(line => line.Qty < 0).Sum(line => line.Value),
                lines.Where(line => line.LocationId == VirtualLocation.Scrap.Id).Sum(line => line.Value),
                lines.Select(line => line.Currency).FirstOrDefault(currency => currency is not null),
                [.. lines.Where(line => line.IsInternal).Select(Told)]),
                PostedTransaction.Of((transaction, lines)));
        }

        static ProductionPostedLine Told(LedgerLine line) => new(
            line.ItemId, line.LocationId, line.LotId == Guid.Empty ? null : line.LotId, line.SerialNo == LedgerTable.NoSerial ? null : line.SerialNo,
            line.Qty, line.Value ?? 0);

        static void RequireAmount(string field, decimal amount)
        {
            if (amount is < 0 or > Money.Max) throw Book.Invalid(field, "out_of_range", $"must be between 0 and {Money.Max}");
        }

        protected override object Refused(Book book, string code, string message) =>
            new ProductionPosted(production.WorkOrderId, production.ActionNo, false, code, message, null, null, book.Now);
    }
}
