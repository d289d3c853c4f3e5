using Atlas.Production.WorkOrders;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Production.Tests.WorkOrders;

/// <summary>How much is used, in exact numbers and without a database.</summary>
public sealed class RequirementTests
{
    static readonly Step Now = new(new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero), "somebody");

    [Fact]
    public void In_however_many_parts_an_order_is_completed_it_uses_the_same_to_the_last_digit() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var (perUnit, decimals) = (Ratio.Of(random.Next(1, 1_000), random.Next(1, 1_000)), random.Next(0, 7));
            var parts = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(1, 100_000) / 1_000m).ToList();
            var (inParts, atOnce) = (Need(perUnit, decimals), Need(perUnit, decimals));

            var done = 0m;
            foreach (var part in parts) Complete(inParts, done += part);
            Complete(atOnce, parts.Sum());

            inParts.ConsumedQty.ShouldBe(atOnce.ConsumedQty);
            inParts.ConsumedQty.ShouldBe((perUnit * Ratio.Of(parts.Sum())).RoundedUp(decimals));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_taken_back_in_any_order_is_used_again_and_no_more() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var need = Need(Ratio.Of(random.Next(1, 50), random.Next(1, 50)), decimals: 0);
            var (done, uses) = (0m, new List<(decimal Qty, Posting Posting)>());
            for (var step = 0; step < 20; step++)
            {
                if (uses.Count > 0 && random.Next(3) == 0)
                {
                    var (qty, posting) = uses[random.Next(uses.Count)];
                    uses.RemoveAll(use => use.Posting == posting);
                    need.TakeBack(posting, posting.Uses[0]);
                    done -= qty;
                }
                else
                {
                    var qty = random.Next(1, 10);
                    uses.Add((qty, Complete(need, done += qty)));
                }
            }

            // Each part was rounded on its own while it was there; the next one makes up for what is left of that.
            Complete(need, done + 1_000);
            need.ConsumedQty.ShouldBe(need.PlannedFor(done + 1_000));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_used_besides_the_plan_is_not_made_up_for()
    {
        var need = Need(Ratio.Of(2, 1), decimals: 0);

        Complete(need, 10, actual: 25);
        need.VarianceQty.ShouldBe(5);
        need.DueFor(20).ShouldBe(20);
        Complete(need, 20);
        need.ConsumedQty.ShouldBe(45);
    }

    [Fact]
    public void Parts_of_what_is_in_work_bear_their_part_of_its_cost_and_the_last_bears_the_rest()
    {
        var wip = new List<WipPart> { new(Guid.Empty, null, null, 3, 10m), new(Guid.Empty, Guid.NewGuid(), null, 1, 7m) };

        var first = WipPart.Take(wip, 1, 2);
        var second = WipPart.Take(WipPart.Without(wip, first), 2.5m, 2);
        var rest = WipPart.Without(WipPart.Without(wip, first), second);

        first.Select(part => (part.Qty, part.Cost)).ShouldBe([(1m, 3.33m)]);
        second.Select(part => (part.Qty, part.Cost)).ShouldBe([(2m, 6.67m), (0.5m, 3.5m)]);
        rest.Select(part => (part.Qty, part.Cost)).ShouldBe([(0.5m, 3.5m)]);
    }

    static Posting Complete(Requirement need, decimal done, decimal? actual = null)
    {
        var due = need.DueFor(done);
        var posting = new Posting
        {
            Id = Guid.NewGuid(), No = 1, Kind = Posting.Completion, Step = Now, Uses = [new Use(need.Id, due, 0, [new Take(null, null, 0, actual ?? due)], [], [])],
        };
        need.Settle(posting, posting.Uses[0], []);
        return posting;
    }

    static Requirement Need(Ratio perUnit, int decimals) => new()
    {
        Id = Guid.NewGuid(), LineNo = 1, ItemId = Guid.NewGuid(), ItemNo = "A", UomCode = "each", Decimals = decimals, IsManual = false, PerUnit = perUnit,
        NetPerUnit = perUnit, RequiredQty = 1_000,
    };
}
