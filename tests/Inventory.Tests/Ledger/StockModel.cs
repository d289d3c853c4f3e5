namespace Atlas.Inventory.Tests.Ledger;

/// <summary>What is done with one item, whose stock is at two places, 0 and 1.</summary>
public abstract record Step
{
    public sealed record Adjust(int Place, int Qty) : Step;
    public sealed record Move(int Place, int Qty) : Step;
    public sealed record Reserve(int Qty, int? Place) : Step;
    public sealed record Resize(int Which, int Qty) : Step;
    public sealed record Allocate(int Which, int? Qty, int? Place) : Step;
    public sealed record Release(int Which, int? Qty) : Step;
    public sealed record Cancel(int Which) : Step;
    public sealed record Fulfill(int Which, int? Qty) : Step;
    public sealed record Reverse(int Which) : Step;
}

/// <summary>
/// Stock as somebody would think of it who has never seen the service: numbers in memory, changed one step at a time, where a step counts
/// when everything is still covered after it.
/// </summary>
sealed class StockModel
{
    public sealed record Claim(int? Place, int Open, int[] Held, int Fulfilled, int Released, string Status)
    {
        public int HeldSum => Held[0] + Held[1];
        public bool IsActive => Open + HeldSum > 0;
    }

    public int[] OnHand { get; private set; } = [0, 0];
    public List<Claim> Claims { get; private set; } = [];
    public List<(int[] Change, bool IsReversed, bool IsReversal)> Posted { get; private set; } = [];

    public int Free => OnHand.Sum() - Claims.Sum(c => c.HeldSum + c.Open);

    public int HeldAt(int place) => Claims.Sum(c => c.Held[place]);

    int OpenAt(int place) => Claims.Where(c => c.Place == place).Sum(c => c.Open);

    bool IsCovered => Free >= 0 && ((int[])[0, 1]).All(p => OnHand[p] >= 0 && OnHand[p] - HeldAt(p) - OpenAt(p) >= 0);

    StockModel Copy() => new() { OnHand = [.. OnHand], Claims = [.. Claims.Select(c => c with { Held = [.. c.Held] })], Posted = [.. Posted] };

    /// <summary>The state after the step; null when it must be refused.</summary>
    public StockModel? After(Step step)
    {
        var after = Copy();
        return after.Do(step) && after.IsCovered ? after : null;
    }

    bool Do(Step step) => step switch
    {
        Step.Adjust(var place, var qty) => Post(place == 0 ? [qty, 0] : [0, qty]),
        Step.Move(var place, var qty) => Post(place == 0 ? [-qty, qty] : [qty, -qty]),
        Step.Reserve(var qty, var place) => Add(new Claim(place, qty, [0, 0], 0, 0, "open")),
        Step.Reverse(var which) => Reverse(which),
        Step.Resize(var which, var qty) => On(which, c => c.Fulfilled == 0 && c.Open > 0 && qty >= c.HeldSum + c.Released ? c with { Open = qty - c.HeldSum - c.Released } : null),
        Step.Allocate(var which, var qty, var place) => On(which, c => c.Open == 0 && qty is null ? c : Allocate(c, qty ?? c.Open, place)),
        Step.Release(var which, var qty) => On(which, c => Release(c, qty ?? c.Open + c.HeldSum)),
        Step.Cancel(var which) => On(which, c => c.Fulfilled > 0 ? null : c with { Open = 0, Held = [0, 0], Status = "cancelled" }),
        Step.Fulfill(var which, var qty) => On(which, c => Fulfill(c, qty ?? c.Open + c.HeldSum)),
        _ => throw new ArgumentException($"Unknown step {step}."),
    };

    bool Post(int[] change)
    {
        for (var p = 0; p < 2; p++) OnHand[p] += change[p];
        Posted.Add((change, false, false));
        return true;
    }

    bool Reverse(int which)
    {
        if (Posted.Count == 0) return false;
        which %= Posted.Count;
        var (change, isReversed, isReversal) = Posted[which];
        if (isReversed || isReversal) return false;
        Posted[which] = (change, true, false);
        for (var p = 0; p < 2; p++) OnHand[p] -= change[p];
        Posted.Add(([-change[0], -change[1]], false, true));
        return true;
    }

    bool Add(Claim claim)
    {
        Claims.Add(claim);
        return true;
    }

    bool On(int which, Func<Claim, Claim?> change)
    {
        if (Claims.Count == 0) return false;
        which %= Claims.Count;
        if (!Claims[which].IsActive) return false;
        if (change(Claims[which]) is not { } after) return false;
        Claims[which] = after.IsActive ? after : after with { Status = after.Status == "open" ? "done" : after.Status };
        return true;
    }

    // Place 0 comes before place 1, as far as nobody else has a claim there.
    Claim? Allocate(Claim claim, int qty, int? place)
    {
        if (qty > claim.Open) return null;
        var others = Claims.Where(c => !ReferenceEquals(c, claim)).ToList();
        var held = (int[])[.. claim.Held];
        var left = qty;
        for (var p = 0; p < 2 && left > 0; p++)
        {
            if (claim.Place is { } only && only != p || place is { } wanted && wanted != p) continue;
            var here = OnHand[p] - others.Sum(c => c.Held[p]) - held[p] - others.Where(c => c.Place == p).Sum(c => c.Open);
            var anywhere = OnHand.Sum() - others.Sum(c => c.HeldSum + c.Open) - held[0] - held[1];
            var taken = Math.Min(left, Math.Min(here, anywhere));
            if (taken <= 0) continue;
            held[p] += taken;
            left -= taken;
        }

        return left > 0 ? null : claim with { Open = claim.Open - qty, Held = held };
    }

    // From what is allocated only when it is unambiguous what goes.
    static Claim? Release(Claim claim, int qty)
    {
        if (qty > claim.Open + claim.HeldSum) return null;
        var fromHeld = Math.Max(0, qty - claim.Open);
        if (fromHeld > 0 && fromHeld < claim.HeldSum && claim.Held[0] > 0 && claim.Held[1] > 0) return null;
        int[] held = fromHeld == claim.HeldSum ? [0, 0] : claim.Held[0] > 0 ? [claim.Held[0] - fromHeld, 0] : [0, claim.Held[1] - fromHeld];
        return claim with { Open = claim.Open - (qty - fromHeld), Held = held, Released = claim.Released + qty };
    }

    Claim? Fulfill(Claim claim, int qty)
    {
        if (qty > claim.Open + claim.HeldSum) return null;
        if (qty > claim.HeldSum)
        {
            if (Allocate(claim, qty - claim.HeldSum, null) is not { } allocated) return null;
            claim = allocated;
        }

        if (qty < claim.HeldSum && claim.Held[0] > 0 && claim.Held[1] > 0) return null;
        int[] taken = qty == claim.HeldSum ? claim.Held : claim.Held[0] > 0 ? [qty, 0] : [0, qty];
        for (var p = 0; p < 2; p++) OnHand[p] -= taken[p];
        Posted.Add(([-taken[0], -taken[1]], false, false));
        return claim with { Held = [claim.Held[0] - taken[0], claim.Held[1] - taken[1]], Fulfilled = claim.Fulfilled + qty };
    }

    /// <summary>True when the model does not know which of several equal ways the service takes; such a step is left out.</summary>
    public bool IsAmbiguous(Step step)
    {
        if (step is Step.Cancel(var cancelled) && Claims.Count > 0) return !Claims[cancelled % Claims.Count].IsActive;
        if (step is not (Step.Release or Step.Fulfill) || Claims.Count == 0) return false;
        var (which, qty) = step is Step.Release(var w, var q) ? (w, q) : step is Step.Fulfill(var x, var y) ? (x, y) : default;
        var claim = Claims[which % Claims.Count];
        if (!claim.IsActive) return true; // Repeating an end is no change; its own tests say so.
        var part = step is Step.Release ? (qty ?? claim.Open + claim.HeldSum) - claim.Open : qty ?? claim.Open + claim.HeldSum;
        return part > 0 && part < claim.HeldSum && claim.Held[0] > 0 && claim.Held[1] > 0;
    }
}
