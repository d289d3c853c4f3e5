using Atlas.Production.Boms;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Production.Tests.Boms;

/// <summary>Taking things apart, in exact numbers and without a database.</summary>
public sealed class ExplosionTests
{
    static readonly Guid[] Items = [.. Enumerable.Range(1, 40).Select(nr => new Guid(nr, 0, 0, new byte[8]))];

    [Fact]
    public void Shared_components_are_summed_once_and_rounded_once()
    {
        // A table is 4 legs and 1 top; a leg is 1/3 of a bar and 2 screws, a top 2/3 of a bar and 8 screws.
        var (leg, top, bar, screw) = (Items[1], Items[2], Items[3], Items[4]);
        var recipes = new Dictionary<Guid, Recipe>
        {
            [leg] = Made(leg, (bar, Ratio.Of(1, 3)), (screw, Ratio.Of(2, 1))),
            [top] = Made(top, (bar, Ratio.Of(2, 3)), (screw, Ratio.Of(8, 1))),
        };
        var table = Made(Items[0], (leg, Ratio.Of(4, 1)), (top, Ratio.One));

        var whole = Explosion.Of(table, Ratio.Of(7, 1), 100, recipes.GetValueOrDefault);
        var first = Explosion.Of(table, Ratio.Of(7, 1), 1, recipes.GetValueOrDefault);

        // Each leg rounded up by itself would take 5 bars for a table.
        whole.Summary.ShouldBe(new Dictionary<Guid, Ratio> { [bar] = Ratio.Of(14, 1), [screw] = Ratio.Of(112, 1) }, ignoreOrder: true);
        whole.Tree.Select(node => (node.No, node.ParentNo, node.Level, node.ItemId)).ShouldBe(
            [(1, null, 1, leg), (2, 1, 2, bar), (3, 1, 2, screw), (4, null, 1, top), (5, 4, 2, bar), (6, 4, 2, screw)]);
        first.Summary.ShouldBe(new Dictionary<Guid, Ratio> { [leg] = Ratio.Of(28, 1), [top] = Ratio.Of(7, 1) }, ignoreOrder: true);
    }

    [Fact]
    public void Phantoms_are_looked_through_and_are_no_level()
    {
        var (kit, part, bolt) = (Items[1], Items[2], Items[3]);
        var recipes = new Dictionary<Guid, Recipe> { [kit] = Made(kit, (part, Ratio.Of(3, 1))), [part] = Made(part, (bolt, Ratio.Of(5, 1))) };
        var whole = new Recipe(Guid.NewGuid(), [new RecipePart(kit, Ratio.Of(2, 1), IsPhantom: true), new RecipePart(bolt, Ratio.One, IsPhantom: false)]);

        Explosion.Of(whole, Ratio.One, 1, recipes.GetValueOrDefault).Summary
            .ShouldBe(new Dictionary<Guid, Ratio> { [part] = Ratio.Of(6, 1), [bolt] = Ratio.One }, ignoreOrder: true);
    }

    [Fact]
    public void Two_parts_need_exactly_what_the_whole_does() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var recipes = Layers(random);
            var (a, b) = (Ratio.Of(random.Next(1, 1_000), random.Next(1, 1_000)), Ratio.Of(random.Next(1, 1_000), random.Next(1, 1_000)));

            var (first, second, both) = (Summary(a), Summary(b), Summary(a + b));

            first.Keys.Union(second.Keys).ToDictionary(item => item, item => first[item] + second[item]).ShouldBe(both, ignoreOrder: true);

            Dictionary<Guid, Ratio> Summary(Ratio qty) => new(Explosion.Of(recipes[Items[0]], qty, 100, recipes.GetValueOrDefault).Summary);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tree_of_ten_thousand_components_is_taken_apart_and_one_without_end_is_refused()
    {
        var recipes = new Dictionary<Guid, Recipe>();
        for (var level = 0; level < 4; level++)
            recipes[Items[level]] = Made(Items[level], [.. Enumerable.Repeat((Items[level + 1], Ratio.Of(1, 3)), 10)]);

        var explosion = Explosion.Of(recipes[Items[0]], Ratio.One, 100, recipes.GetValueOrDefault);

        explosion.Tree.Count.ShouldBe(10 + 100 + 1_000 + 10_000);
        explosion.Summary.ShouldBe(new Dictionary<Guid, Ratio> { [Items[4]] = Ratio.Of(10_000, 81) });

        recipes[Items[4]] = Made(Items[4], (Items[0], Ratio.One));
        Should.Throw<ServiceDefaults.BrokenRuleException>(() => Explosion.Of(recipes[Items[0]], Ratio.One, 100, recipes.GetValueOrDefault)).Code.ShouldBe("explosion_too_large");
    }

    [Theory]
    [InlineData("1/3", 0, 1)]
    [InlineData("1/3", 2, 0.34)]
    [InlineData("2/1", 2, 2)]
    [InlineData("1000001/1000000", 6, 1.000001)]
    [InlineData("10000001/10000000", 6, 1.000001)]
    public void What_is_needed_is_rounded_up_to_the_unit(string ratio, int decimals, decimal rounded) => Ratio.Parse(ratio).RoundedUp(decimals).ShouldBe(rounded);

    [Fact]
    public void A_decimal_is_the_fraction_that_it_is()
    {
        Ratio.Of(0.75m).ShouldBe(Ratio.Of(3, 4));
        Ratio.Of(79_228_162_514_264_337_593_543_950_335m).ToString().ShouldBe("79228162514264337593543950335/1");
        Ratio.Of(0.0000000000000000000000000001m).ToString().ShouldBe("1/10000000000000000000000000000");
        Ratio.Of(0m).ShouldBe(Ratio.Zero);
    }

    [Fact]
    public void The_way_of_a_circle_is_found_however_long()
    {
        var madeOf = new[] { (1, 2), (2, 3), (3, 4), (2, 4), (5, 1) }.ToLookup(edge => Items[edge.Item1], edge => Items[edge.Item2]);

        BomGraph.CycleOf(Items[4], [Items[5]], madeOf)!.ShouldBe([Items[4], Items[5], Items[1], Items[2], Items[4]]);
        BomGraph.CycleOf(Items[4], [Items[4]], madeOf)!.ShouldBe([Items[4], Items[4]]);
        BomGraph.CycleOf(Items[4], [Items[6]], madeOf).ShouldBeNull();
        BomGraph.CycleOf(Items[0], [Items[1], Items[5]], madeOf).ShouldBeNull();
    }

    static Recipe Made(Guid item, params (Guid Item, Ratio PerUnit)[] parts) =>
        new(item, [.. parts.Select(part => new RecipePart(part.Item, part.PerUnit, IsPhantom: false))]);

    // Recipes in which each item is made of some of those behind it, with odd fractions, so that many are shared.
    static Dictionary<Guid, Recipe> Layers(Random random)
    {
        var recipes = new Dictionary<Guid, Recipe>();
        for (var item = 0; item < 9; item++)
            recipes[Items[item]] = Made(Items[item], [.. Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => (Items[random.Next(item + 1, 14)], Ratio.Of(random.Next(1, 50), random.Next(1, 50))))]);
        return recipes;
    }
}
