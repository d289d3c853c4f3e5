using Atlas.Inventory.Costing;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Inventory.Tests.Costing;

public sealed class CostCardTests
{
    const int Stories = 300;
    const int Steps = 40;

    [Theory]
    [InlineData("fifo", false)]
    [InlineData("fifo", true)]
    [InlineData("moving_average", false)]
    [InlineData("moving_average", true)]
    public void However_late_things_are_posted_layers_and_lines_add_up_and_costs_are_as_if_all_had_been_posted_in_time(string method, bool mayOwe) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => new CostStory(seed, method, mayOwe).Run(Steps).ShouldBeNull($"seed {seed}"))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Stories));

    [Theory]
    [InlineData("EUR", 3, 3.33, 6.67)]
    [InlineData("JPY", 3, 3, 7)]
    [InlineData("KWD", 3, 3.333, 6.667)]
    [InlineData(null, 3, 3.33, 6.67)]
    public void Parts_are_whole_minor_units_of_the_currency_and_lose_nothing(string? currency, int whole, decimal one, decimal two)
    {
        Money.Part(10, 1, whole, currency).ShouldBe(one);
        Money.Part(10, 2, whole, currency).ShouldBe(two);
        Money.Part(10, 3, whole, currency).ShouldBe(10);
    }
}
