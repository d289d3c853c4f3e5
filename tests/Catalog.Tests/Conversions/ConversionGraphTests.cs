using Atlas.Catalog.Conversions;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Catalog.Tests.Conversions;

public sealed class ConversionGraphTests
{
    static readonly Guid Box = Guid.NewGuid(), Each = Guid.NewGuid(), Pallet = Guid.NewGuid(), Kg = Guid.NewGuid(), G = Guid.NewGuid();

    [Fact]
    public void Finds_the_way_over_any_number_of_steps()
    {
        var graph = new ConversionGraph();
        graph.TryAdd(Box, Each, new Ratio(12, 1)).ShouldBeTrue();
        graph.TryAdd(Kg, G, new Ratio(1_000, 1)).ShouldBeTrue();
        graph.TryAdd(Pallet, Box, new Ratio(40, 1)).ShouldBeTrue();
        graph.Find(Each, G).ShouldBeNull();
        graph.TryAdd(Each, Kg, new Ratio(1, 3)).ShouldBeTrue();

        graph.Find(Pallet, Each).ShouldBe(new Ratio(480, 1));
        graph.Find(Each, Pallet).ShouldBe(new Ratio(1, 480));
        graph.Find(Pallet, G).ShouldBe(new Ratio(160_000, 1));
        graph.Find(Guid.NewGuid(), Each).ShouldBeNull();
        graph.Find(Each, Each).ShouldBe(Ratio.One);
        graph.AllInto(Each).Count().ShouldBe(4);
        graph.AllInto(Guid.NewGuid()).ShouldBeEmpty();
    }

    [Fact]
    public void Refuses_what_contradicts_and_takes_what_repeats()
    {
        var graph = new ConversionGraph();
        graph.TryAdd(Box, Each, new Ratio(12, 1));
        graph.TryAdd(Pallet, Box, new Ratio(40, 1));

        graph.TryAdd(Pallet, Each, new Ratio(481, 1)).ShouldBeFalse();
        graph.TryAdd(Each, Box, new Ratio(1, 11)).ShouldBeFalse();
        graph.TryAdd(Each, Each, new Ratio(2, 1)).ShouldBeFalse();
        graph.TryAdd(Each, Pallet, new Ratio(1, 480)).ShouldBeTrue();
        graph.Find(Pallet, Each).ShouldBe(new Ratio(480, 1));
    }

    // Every unit has a size; whatever is said in whatever order, the ratio of two units is the ratio of their sizes.
    [Fact]
    public void Any_set_of_true_conversions_gives_the_true_ratio()
    {
        var edges = Gen.Choose(0, 7).Two().Where(edge => edge.Item1 != edge.Item2).ListOf(20);
        var sizes = Gen.Choose(1, 10_000).ArrayOf(8);
        Prop.ForAll(Arb.From(from e in edges from s in sizes select (e, s)), world =>
        {
            var units = Enumerable.Range(0, 8).Select(_ => Guid.NewGuid()).ToArray();
            var graph = new ConversionGraph();
            foreach (var (a, b) in world.e)
                if (!graph.TryAdd(units[a], units[b], new Ratio(world.s[a], world.s[b]))) return false;

            return (from a in Enumerable.Range(0, 8) from b in Enumerable.Range(0, 8) select (a, b)).All(pair =>
                graph.Find(units[pair.a], units[pair.b]) is not { } found
                || (found == new Ratio(world.s[pair.a], world.s[pair.b]) && found * graph.Find(units[pair.b], units[pair.a])! == Ratio.One));
        }).QuickCheckThrowOnFailure();
    }
}
