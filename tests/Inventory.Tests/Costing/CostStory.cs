using Atlas.Inventory.Costing;

namespace Atlas.Inventory.Tests.Costing;

/// <summary>
/// Things that happen to one item's stock, some of them posted long after they happened. What is kept between two postings is what the
/// database keeps, and each posting sees only the part of it that the service loads.
/// </summary>
sealed class CostStory(int seed, string method, bool mayOwe)
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Guid Item = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    readonly Random random = new(seed);
    readonly List<CostEvent> events = [];
    readonly Dictionary<(long, int), CostLayer> layers = [];
    readonly HashSet<CostLayerUse> uses = [];
    CostPool pool = new() { ItemId = Item, Method = method, Currency = "EUR" };

    IEnumerable<CostEvent> InOrder => events.OrderBy(e => e.At).ThenBy(e => e.LedgerSeq);

    /// <summary>Does some steps; says what is wrong after one of them, or null.</summary>
    public string? Run(int steps)
    {
        for (var step = 1; step <= steps; step++)
        {
            var at = Start.AddMinutes(random.Next(4) == 0 ? random.Next(1, step + 1) : step);
            if (Next(step, at) is not { } happened) continue;
            Post(happened);
            if (Problem() is { } problem) return $"{problem}\n{string.Join('\n', InOrder)}";
        }

        return null;
    }

    CostEvent? Next(int seq, DateTimeOffset at)
    {
        var there = mayOwe ? 1000 : Math.Max(0, InOrder.Where(e => e.At > at).Aggregate(
            (Running: QtyAt(at), Least: QtyAt(at)), (sum, e) => (sum.Running + e.Qty, Math.Min(sum.Least, sum.Running + e.Qty))).Least);
        switch (random.Next(10))
        {
            case < 4:
                return Event(random.Next(1, 30) / (random.Next(3) == 0 ? 4m : 1m), random.Next(0, 10_000) / 100m);
            case < 9:
                var qty = Math.Min(there, random.Next(1, 20) / (random.Next(3) == 0 ? 3.2m : 1m));
                return qty > 0 ? Event(-qty, 0) : null;
            default:
                // What it brought in must still be there, unless stock may be owed.
                var open = events.Where(e => e.ReversesSeq is null && events.All(r => r.ReversesSeq != e.LedgerSeq) && (mayOwe || e.Qty <= pool.Qty)).ToList();
                if (open.Count == 0) return null;
                var reversed = open[random.Next(open.Count)];
                at = Start.AddMinutes(seq);
                return Event(-reversed.Qty, reversed.Qty > 0 ? -reversed.Value : -reversed.Total) with { ReversesSeq = reversed.LedgerSeq, ReversedTotal = reversed.Qty < 0 ? reversed.Total : null };
        }

        CostEvent Event(decimal qty, decimal value) => new(seq, 1, at, Guid.Empty, "customer", qty, value, 0, null);
    }

    decimal QtyAt(DateTimeOffset at) => events.Where(e => e.At <= at).Sum(e => e.Qty);

    void Post(CostEvent happened)
    {
        for (var most = happened.ReversesSeq is null ? 2 : int.MaxValue; ; most = int.MaxValue)
        {
            try
            {
                var card = Load(happened.At, events.Count > 0 && happened.At < events.Max(e => e.At), most);
                var before = (Layers: card.Layers.ToList(), Uses: card.Uses.ToList());
                var corrections = new Dictionary<(long, int), (CostEvent Event, decimal Delta)>();
                var value = card.Post(happened, corrections);
                events.Add(happened with { Value = value });
                foreach (var ((seq, _), (_, delta)) in corrections)
                {
                    var index = events.FindIndex(e => e.LedgerSeq == seq);
                    events[index] = events[index] with { Corrected = events[index].Corrected + delta };
                }

                pool = card.Pool;
                foreach (var layer in card.Layers) layers[(layer.LedgerSeq, layer.LineNo)] = layer;
                uses.ExceptWith(before.Uses);
                uses.UnionWith(card.Uses);
                return;
            }
            catch (TooFewLayersException) when (most == 2)
            {
            }
        }
    }

    // As LedgerDesk does.
    CostCard Load(DateTimeOffset since, bool isBackdated, int most)
    {
        var open = layers.Values.Where(l => l.RemainingQty > 0).OrderBy(l => l.EffectiveAt).ThenBy(l => l.LedgerSeq).Take(most).ToList();
        var lastOfOpen = open.Count == most ? open[^1] : null;
        if (!isBackdated) return new CostCard(pool, open, lastOfOpen, [], null);
        var used = uses.Where(u => u.EffectiveAt > since).ToList();
        var touched = layers.Values.Where(l => l.EffectiveAt > since || used.Any(u => u.LayerSeq == l.LedgerSeq));
        var from = events.Where(e => e.At <= since && e.Qty > 0).Select(e => e.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
        return new CostCard(pool, open.Union(touched).OrderBy(l => l.EffectiveAt).ThenBy(l => l.LedgerSeq), lastOfOpen, used,
            events.Any(e => e.At > since) ? InOrder.Where(e => e.At >= from).Select(e => e with
            {
                ReversedTotal = e is { Qty: > 0, ReversesSeq: { } seq } ? events.First(r => r.LedgerSeq == seq).Total : null,
            }) : []);
    }

    string? Problem()
    {
        var (qty, value) = (events.Sum(e => e.Qty), events.Sum(e => e.Total));
        if (pool.Qty != qty || pool.Value != value) return $"the pool has {pool.Qty} worth {pool.Value}, its lines say {qty} worth {value}";
        if (decimal.Round(value, 2) != value) return $"{value} is no amount of money";
        if (pool.Qty == 0 && pool.Value != 0) return $"nothing is worth {pool.Value}";
        if (method == CostPool.Fifo)
        {
            var (layerQty, layerValue) = (layers.Values.Sum(l => l.RemainingQty), layers.Values.Sum(l => l.RemainingValue));
            if (layerQty != Math.Max(0, qty) || (qty >= 0 && layerValue != value)) return $"layers have {layerQty} worth {layerValue}, not {qty} worth {value}";
            if (layers.Values.FirstOrDefault(l => l.RemainingQty != l.Qty - uses.Where(u => u.LayerSeq == l.LedgerSeq).Sum(u => u.Qty)) is { } odd) return $"{odd} was used otherwise";
        }
        else if (pool.Qty > 0 && Math.Abs(pool.Value - pool.BaseValue * pool.Qty / pool.BaseQty) > 0.01m)
        {
            return $"{pool} is not at its average";
        }

        return mayOwe ? null : NotAsIfInOrder();
    }

    // Whatever was posted late is as if it had been posted in time.
    string? NotAsIfInOrder()
    {
        var (inTime, totals, none) = (new CostCard(new CostPool { ItemId = Item, Method = method, Currency = "EUR" }, [], null, [], null),
            new Dictionary<long, decimal>(), new Dictionary<(long, int), (CostEvent, decimal)>());
        foreach (var e in InOrder)
        {
            var given = e is { ReversesSeq: { } reversed, Qty: > 0 } ? -totals[reversed] : e.Value;
            var before = inTime.Pool.Value;
            inTime.Post(e with { Value = given, Corrected = 0 }, none);
            totals[e.LedgerSeq] = inTime.Pool.Value - before;
            if (totals[e.LedgerSeq] != e.Total) return $"{e} should be worth {totals[e.LedgerSeq]}";
        }

        return null;
    }
}
