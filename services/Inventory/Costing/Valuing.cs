using Atlas.Inventory.Ledger;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Costing;

/// <summary>
/// Puts a value on every line of a transaction before it is posted: what comes in has its cost, what leaves has that of the stock it is
/// taken from, and what only changes its place takes its worth along. Per item they add up to zero.
/// </summary>
sealed class Valuing(Book book, Draft draft, long ledgerSeq, DateTimeOffset effectiveAt)
{
    readonly List<decimal> values = [];
    readonly Dictionary<Guid, CostCard> cards = [];
    readonly Dictionary<Guid, Dictionary<(long, int), (CostEvent Event, decimal Delta)>> corrections = [];
    readonly long? reversesSeq = draft.ReversesTransactionId is { } reversed ? book.Transactions[reversed].Transaction.LedgerSeq : null;

    /// <summary>What has to be added to lines whose costs turn out to be others, in the order in which they took effect.</summary>
    public IReadOnlyList<(Guid ItemId, CostEvent Event, decimal Delta)> Corrections =>
        [.. from item in corrections from c in item.Value.Values where c.Delta != 0
            orderby item.Key, c.Event.At, c.Event.LedgerSeq, c.Event.LineNo
            select (item.Key, c.Event, c.Delta)];

    /// <summary>Values all lines; production adds lines for its other costs.</summary>
    public void Run()
    {
        // In the order of lines, as they would be found again: components before what is made of them.
        foreach (var (index, line) in draft.Lines.Index()) values.Add(line.IsOutside ? OutsideValue(line, index + 1) : 0);
        if (draft.Production is { } production) SettleProduction(production);
        foreach (var item in draft.Lines.Index().Where(line => line.Item.Qty != 0).GroupBy(line => line.Item.ItemId)) ValueOwn([.. item]);
        if (values.Any(value => Math.Abs(value) > Money.Max) || cards.Values.Any(card => Math.Abs(card.Pool.Value) > Money.Max))
            throw new BrokenRuleException("out_of_range", $"No stock can be worth more than {Money.Max}.");
    }

    public (decimal? UnitCost, decimal Value, string? Currency) Of(int index)
    {
        var (line, value) = (draft.Lines[index], values[index]);
        var isEntered = line.UnitCost is not null && reversesSeq is null && CardOf(line.ItemId).Pool.Method != CostPool.Standard;
        return (line.Qty == 0 ? null : isEntered ? line.UnitCost : CostCard.UnitCost(value, line.Qty), value, CardOf(line.ItemId).Pool.Currency);
    }

    decimal OutsideValue(DraftLine line, int lineNo)
    {
        if (line.Qty == 0) return line.Value ?? 0;
        var card = CardToChange(line.ItemId);
        var value = line.Value is { } given ? -given : line.Qty < 0 ? ArrivalValue(card, line) : 0;
        if (!corrections.TryGetValue(line.ItemId, out var found)) corrections[line.ItemId] = found = [];
        decimal? reversedTotal = reversesSeq is not null && line.Qty < 0 ? -value : null;
        return -card.Post(
            new CostEvent(ledgerSeq, lineNo, effectiveAt, line.LocationId, line.LocationType, -line.Qty, value, 0, reversesSeq, reversedTotal), found);
    }

    decimal ArrivalValue(CostCard card, DraftLine line)
    {
        var (qty, item) = (-line.Qty, book.Items[line.ItemId].Item);
        var unitCost = card.Pool.Method == CostPool.Standard ? item.StandardCost : line.UnitCost;
        if (unitCost is { } cost) return Currencies.Round(cost * qty, card.Pool.Currency);
        return draft.Production is { } production && IsProduction(line) ? ShareOf(line, production) : card.ValueOf(qty);
    }

    // ---- production --------------------------------------------------------------------------------------------------

    // What was used, in the shares that are named, and the rest shared out by quantity; the last takes what is left, so nothing is lost.
    decimal ShareOf(DraftLine line, ProductionCost production)
    {
        RequireOneCurrency();
        var all = draft.Lines.Where(l => IsProduction(l) && l is { Qty: < 0, UnitCost: null, CostSharePct: null }).ToList();
        var shares = draft.Lines.Where(l => IsProduction(l) && l is { Qty: < 0, UnitCost: null, CostSharePct: not null }).ToList();
        var named = draft.Lines.Where(l => IsProduction(l) && l is { Qty: < 0, UnitCost: not null }).Sum(l => Round(l.ItemId, l.UnitCost!.Value * -l.Qty));
        var cost = Used() + production.Operations + production.EarlierMaterial - named;
        if (cost < 0 || shares.Sum(l => l.CostSharePct) > 100)
            throw new BrokenRuleException("out_of_range", "What is made cannot cost more than what was used for it.");
        if (line.CostSharePct is not null) return Share(line);
        cost = Math.Max(0, cost - shares.Sum(Share));
        var (before, whole) = (0m, production.ScrapQty - all.Sum(l => l.Qty));
        foreach (var other in all.TakeWhile(l => !ReferenceEquals(l, line))) before -= other.Qty;
        return Part(before - line.Qty) - Part(before);

        decimal Share(DraftLine l) => Round(l.ItemId, cost * l.CostSharePct!.Value / 100);

        decimal Part(decimal qty) => Money.Part(cost, qty, whole, CardOf(line.ItemId).Pool.Currency);
    }

    // What was spoilt bears the rest. Nothing but what is still in work stays at production: the other costs come in here.
    void SettleProduction(ProductionCost production)
    {
        var item = draft.Lines.FirstOrDefault(line => IsProduction(line) && line.Qty < 0)?.ItemId;
        if (item is null && production.ScrapQty == 0) return;
        RequireOneCurrency();
        var about = item ?? production.ItemId ?? draft.Lines[0].ItemId;
        if (production.ScrapQty > 0)
            AddValue(about, VirtualLocation.Production, VirtualLocation.Scrap, Math.Max(0, AtProduction() + production.Operations + production.EarlierMaterial));
        AddValue(about, VirtualLocation.Production, VirtualLocation.Adjustment, AtProduction() + production.EarlierMaterial);
    }

    void AddValue(Guid itemId, VirtualLocation from, VirtualLocation to, decimal value)
    {
        if (value == 0) return;
        Add(from, -value);
        Add(to, value);

        void Add(VirtualLocation place, decimal amount)
        {
            var item = book.Items[itemId].Item;
            draft.Lines.Add(new DraftLine(itemId, null, place.Id, place.Type, Guid.Empty, LedgerTable.NoSerial, StockStatus.Available, 0, 0, item.BaseUomId, null, amount));
            values.Add(amount);
        }
    }

    decimal AtProduction() => draft.Lines.Index().Where(line => IsProduction(line.Item)).Sum(line => values[line.Index]);

    // Of what was valued so far; components come first.
    decimal Used() => values.Index().Where(value => IsProduction(draft.Lines[value.Index]) && draft.Lines[value.Index].Qty > 0).Sum(value => value.Item);

    static bool IsProduction(DraftLine line) => line.LocationType == VirtualLocation.Production.Type;

    void RequireOneCurrency()
    {
        var currencies = draft.Lines.Select(line => CardOf(line.ItemId).Pool.Currency ?? book.Items[line.ItemId].Item.Currency).OfType<string>().Distinct().ToList();
        if (currencies.Count > 1)
            throw new BrokenRuleException("currency_mismatch", $"What is used and made has costs in {string.Join(" and ", currencies)}, which cannot be added up.");
    }

    // ---- the own side ------------------------------------------------------------------------------------------------

    // Two lines of a movement are neighbours. What has no such neighbour is valued by what is there, and the last one takes the rest.
    void ValueOwn(List<(int Index, DraftLine Item)> lines)
    {
        var alone = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var (index, line) = lines[i];
            if (i + 1 < lines.Count && lines[i + 1].Item.Qty == -line.Qty)
            {
                var other = lines[++i];
                if (line.IsOutside) values[other.Index] = other.Item.IsOutside ? values[other.Index] : -values[index];
                else
                {
                    values[index] = other.Item.IsOutside ? -values[other.Index] : Moved(line);
                    values[other.Index] = -values[index];
                }
            }
            else if (!line.IsOutside)
            {
                values[index] = Moved(line);
                alone.Add(index);
            }
        }

        if (lines.Sum(line => values[line.Index]) is var rest && rest == 0) return;
        if (alone.Count == 0) throw new InvalidOperationException($"The values of item {lines[0].Item.ItemId} do not add up to zero.");
        values[alone[^1]] -= rest;
    }

    decimal Moved(DraftLine line) => line.Value ?? Math.Sign(line.Qty) * CardOf(line.ItemId).ValueOf(Math.Abs(line.Qty));

    decimal Round(Guid itemId, decimal amount) => Currencies.Round(amount, CardOf(itemId).Pool.Currency);

    CostCard CardOf(Guid itemId) => cards.TryGetValue(itemId, out var card) ? card : book.Items[itemId].Costs;

    CostCard CardToChange(Guid itemId)
    {
        if (cards.TryGetValue(itemId, out var card)) return card;
        card = cards[itemId] = book.CostsToChange(itemId);
        card.UseCurrency(book.Items[itemId].Item.Currency);
        return card;
    }
}
