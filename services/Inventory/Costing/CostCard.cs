using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Costing;

/// <summary>
/// The costs of one item while its stock is posted: its pool, the layers in it, and what happened after the earliest backdated posting
/// of a group. It knows no database and no ledger; a posting works on a copy, so that it can be taken back.
/// </summary>
sealed class CostCard
{
    const int UnitCostDecimals = 6;

    readonly List<CostLayer> layers;
    readonly Dictionary<(long, int, long, int), CostLayerUse> uses;
    readonly List<CostEvent>? later;

    /// <param name="pool">As it is now.</param>
    /// <param name="layers">In their order: the oldest open ones, and of the others those that <paramref name="later"/> touched.</param>
    /// <param name="lastOfOpen">The last of the oldest open layers that were loaded, when there may be more; null when all are there.</param>
    /// <param name="uses">By what happened later.</param>
    /// <param name="later">From the last arrival before the earliest backdated posting on, in their order; null when nothing is backdated.</param>
    public CostCard(
        CostPool pool, IEnumerable<CostLayer> layers, CostLayer? lastOfOpen, IEnumerable<CostLayerUse> uses, IEnumerable<CostEvent>? later)
    {
        (Pool, LastOfOpen) = (pool, lastOfOpen);
        this.layers = [.. layers];
        this.uses = uses.ToDictionary(KeyOf);
        this.later = later is null ? null : [.. later];
    }

    public CostPool Pool { get; private set; }
    public IReadOnlyList<CostLayer> Layers => layers;
    public IReadOnlyCollection<CostLayerUse> Uses => uses.Values;

    CostLayer? LastOfOpen { get; }
    bool IsFifo => Pool.Method == CostPool.Fifo;

    public CostCard Copy() => new(Pool, layers, LastOfOpen, uses.Values, later);

    /// <summary>What so much is worth by what is there now; by the last cost known, where nothing is.</summary>
    public decimal ValueOf(decimal qty) => Pool.Qty > 0
        ? Round(Pool.Value * qty / Pool.Qty)
        : Round((Pool.LastUnitCost ?? 0) * qty);

    /// <summary>Names the currency, where there is none yet.</summary>
    public void UseCurrency(string? currency)
    {
        if (Pool.Currency is null && currency is not null) Pool = Pool with { Currency = currency };
    }

    /// <summary>Notes that something became known so many microseconds after it happened.</summary>
    public void NoteLag(long lag)
    {
        if (lag > Pool.LongestLag) Pool = Pool with { LongestLag = lag };
    }

    /// <summary>
    /// Takes in what happened. When other things happened after it that were posted before, their costs are found again, as
    /// if all had been posted in the order in which it happened.
    /// </summary>
    /// <param name="happened">Its value counts only if given.</param>
    /// <param name="corrections">Takes what has to be added to the value of this line, if given, and of later ones.</param>
    /// <returns>The value of the line, with the sign of the quantity.</returns>
    public decimal Post(CostEvent happened, Dictionary<(long LedgerSeq, int LineNo), (CostEvent Event, decimal Delta)> corrections)
    {
        var next = later?.FindIndex(e => e.At > happened.At) ?? -1;
        // An average has to start at an arrival, which settles it.
        var from = next <= 0 || IsFifo ? next : Math.Max(0, later!.FindLastIndex(next - 1, next, e => e.Qty > 0));
        List<CostEvent> again = [];
        if (next >= 0)
        {
            again = later![from..];
            later.RemoveRange(from, again.Count);
            TakeBack(again);
        }

        foreach (var e in again.Where(e => e.At <= happened.At)) Repeat(e);
        var total = Apply(happened, happened.Value);
        var posted = happened with { Value = happened.IsGiven ? happened.Value : total };
        posted = posted with { Corrected = total - posted.Value };
        if (posted.Corrected != 0) Correct(posted, posted.Corrected);
        later?.Add(posted);
        foreach (var e in again.Where(e => e.At > happened.At)) Repeat(e);
        Pool = Pool with { LedgerSeq = Math.Max(Pool.LedgerSeq, happened.LedgerSeq) };
        return posted.Value;

        void Repeat(CostEvent e)
        {
            // A reversal brings back what the line it reverses has cost by now.
            var reversed = e.ReversesSeq is { } seq ? later!.Find(l => (l.LedgerSeq, l.LineNo) == (seq, e.LineNo)) : null;
            var given = reversed is { IsGiven: false } ? -reversed.Total : -e.ReversedTotal ?? e.Value;
            var delta = Apply(e, given) - e.Total;
            e = e with { Corrected = e.Corrected + delta };
            if (delta != 0) Correct(e, delta);
            later!.Add(e);
        }

        void Correct(CostEvent e, decimal delta)
        {
            var key = (e.LedgerSeq, e.LineNo);
            corrections[key] = (e, delta + (corrections.TryGetValue(key, out var earlier) ? earlier.Delta : 0));
        }
    }

    // The state before all of these, which are the last ones.
    void TakeBack(List<CostEvent> events)
    {
        var (qty, value) = (Pool.Qty - events.Sum(e => e.Qty), Pool.Value - events.Sum(e => e.Total));
        Pool = Pool with { Qty = qty, Value = value, BaseQty = qty, BaseValue = value };
        if (!IsFifo) return;
        var gone = events.Select(e => (e.LedgerSeq, e.LineNo)).ToHashSet();
        layers.RemoveAll(layer => gone.Contains((layer.LedgerSeq, layer.LineNo)));
        foreach (var use in uses.Values.Where(use => gone.Contains((use.LedgerSeq, use.LineNo))).ToList())
        {
            uses.Remove(KeyOf(use));
            if (layers.FindIndex(layer => (layer.LedgerSeq, layer.LineNo) == (use.LayerSeq, use.LayerLineNo)) is var at and >= 0)
                layers[at] = WithRemaining(layers[at], layers[at].RemainingQty + use.Qty);
        }
    }

    // Returns what it has changed the pool's value by.
    decimal Apply(CostEvent e, decimal given)
    {
        var before = Pool.Value;
        if (e.Qty > 0) Arrive(e, given);
        else if (e.ReversesSeq is { } seq) GiveBack(e, -given, seq);
        else Leave(e, -e.Qty);
        return Pool.Value - before;
    }

    void Arrive(CostEvent e, decimal value)
    {
        // First it makes up for what has left before it came, at its own cost instead of the one that was assumed.
        var owed = Math.Max(0, -Pool.Qty);
        var (covers, rest) = (Math.Min(owed, e.Qty), Math.Max(0, e.Qty - owed));
        var restValue = Money.Part(value, rest, e.Qty, Pool.Currency);
        var qty = Pool.Qty + e.Qty;
        var newValue = owed == 0 ? Pool.Value + value : qty >= 0 ? restValue : Money.Part(Pool.Value, qty, -owed, Pool.Currency);
        Pool = Pool with
        {
            Qty = qty, Value = newValue, BaseQty = qty, BaseValue = newValue,
            LastUnitCost = value > 0 || Pool.LastUnitCost is null ? UnitCost(value, e.Qty) : Pool.LastUnitCost,
        };
        if (!IsFifo) return;
        var layer = new CostLayer
        {
            ItemId = Pool.ItemId, LedgerSeq = e.LedgerSeq, LineNo = e.LineNo, EffectiveAt = e.At, Qty = e.Qty, Value = value, RemainingQty = rest,
            RemainingValue = restValue,
        };
        layers.Add(layer); // They come in their order.
        if (covers > 0) Note(e, layer, covers);
    }

    void Leave(CostEvent e, decimal qty)
    {
        var there = Math.Min(qty, Math.Max(0, Pool.Qty));
        if (there > 0) Take(e, there);
        if (qty > there) Owe(qty - there);
    }

    void Take(CostEvent e, decimal qty)
    {
        if (!IsFifo)
        {
            var left = Pool.Qty - qty;
            Pool = Pool with { Qty = left, Value = Money.Part(Pool.BaseValue, left, Pool.BaseQty, Pool.Currency) };
            return;
        }

        for (var at = 0; qty > 0; at++)
        {
            if (at >= layers.Count || IsBeyondLoaded(layers[at])) throw new TooFewLayersException();
            qty -= TakeFrom(e, at, qty);
        }
    }

    decimal TakeFrom(CostEvent e, int at, decimal qty)
    {
        var layer = layers[at];
        var taken = Math.Min(qty, layer.RemainingQty);
        if (taken == 0) return 0;
        layers[at] = WithRemaining(layer, layer.RemainingQty - taken);
        Pool = Pool with { Qty = Pool.Qty - taken, Value = Pool.Value - (layer.RemainingValue - layers[at].RemainingValue) };
        Note(e, layer, taken);
        return taken;
    }

    // What is not there yet leaves at the last cost known, and is made good when something comes.
    void Owe(decimal qty) => Pool = Pool with { Qty = Pool.Qty - qty, Value = Pool.Value - Round((Pool.LastUnitCost ?? 0) * qty) };

    // An arrival is undone. Its own layer goes, as far as it is there; an average becomes what it was without it.
    void GiveBack(CostEvent e, decimal value, long reversedSeq)
    {
        var qty = -e.Qty;
        if (!IsFifo)
        {
            if (Pool.Qty > qty && Pool.Value >= value)
                Pool = Pool with { Qty = Pool.Qty - qty, Value = Pool.Value - value, BaseQty = Pool.Qty - qty, BaseValue = Pool.Value - value };
            else Leave(e, qty);
            return;
        }

        var own = layers.FindIndex(layer => (layer.LedgerSeq, layer.LineNo) == (reversedSeq, e.LineNo));
        if (own >= 0) qty -= TakeFrom(e, own, qty);
        if (qty > 0) Leave(e, qty);
    }

    bool IsBeyondLoaded(CostLayer layer) => LastOfOpen is { } last
        && (layer.EffectiveAt, layer.LedgerSeq, layer.LineNo).CompareTo((last.EffectiveAt, last.LedgerSeq, last.LineNo)) > 0;

    void Note(CostEvent e, CostLayer layer, decimal qty)
    {
        var use = new CostLayerUse
        {
            ItemId = Pool.ItemId, LedgerSeq = e.LedgerSeq, LineNo = e.LineNo, LayerSeq = layer.LedgerSeq, LayerLineNo = layer.LineNo, EffectiveAt = e.At,
            Qty = qty,
        };
        uses[KeyOf(use)] = uses.TryGetValue(KeyOf(use), out var before) ? use with { Qty = before.Qty + qty } : use;
    }

    CostLayer WithRemaining(CostLayer layer, decimal qty) =>
        layer with { RemainingQty = qty, RemainingValue = Money.Part(layer.Value, qty, layer.Qty, Pool.Currency) };

    decimal Round(decimal amount) => Currencies.Round(amount, Pool.Currency);

    /// <summary>What one unit is worth; not more than can be kept.</summary>
    public static decimal UnitCost(decimal value, decimal qty) => Math.Min(decimal.Round(Math.Abs(value / qty), UnitCostDecimals), Money.Max);

    static (long, int, long, int) KeyOf(CostLayerUse use) => (use.LedgerSeq, use.LineNo, use.LayerSeq, use.LayerLineNo);
}
