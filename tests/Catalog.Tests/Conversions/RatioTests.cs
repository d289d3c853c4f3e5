using System.Numerics;
using Atlas.Catalog.Conversions;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Catalog.Tests.Conversions;

public sealed class RatioTests
{
    static readonly Arbitrary<Ratio> Ratios = Arb.From(
        from n in Gen.Choose(1, 1_000_000) from d in Gen.Choose(1, 1_000_000) from stretch in Gen.Elements(1L, 7, 1_000_000)
        select new Ratio(n * stretch, d));

    static readonly Arbitrary<decimal> Quantities = Arb.From(
        from units in Gen.Choose(int.MinValue, int.MaxValue) from scale in Gen.Choose(0, 6)
        select new decimal(Math.Abs((long)units) % int.MaxValue) / (decimal)BigInteger.Pow(10, scale) * Math.Sign(units));

    [Fact]
    public void There_and_back_again_is_the_identity() => Prop.ForAll(Ratios, ratio =>
        ratio * ratio.Inverse == Ratio.One && ratio.Inverse.Inverse == ratio).QuickCheckThrowOnFailure();

    [Fact]
    public void A_chain_is_the_same_however_it_is_grouped() => Prop.ForAll(Ratios, Ratios, Ratios, (a, b, c) =>
        a * b * c == a * (b * c) && a * b == b * a).QuickCheckThrowOnFailure();

    [Fact]
    public void What_fits_exactly_comes_back_exactly() => Prop.ForAll(Ratios, Quantities, (ratio, quantity) =>
        ratio.Apply(quantity, 28, Rounding.Exact) is not { } there || ratio.Inverse.Apply(there, 6, Rounding.Exact) == quantity).QuickCheckThrowOnFailure();

    [Fact]
    public void Rounding_goes_where_it_says_and_never_further_than_one_step() => Prop.ForAll(Ratios, Quantities, (ratio, quantity) =>
    {
        const decimal step = 0.001m;
        var (down, up, nearest) = (ratio.Apply(quantity, 3, Rounding.Down)!.Value, ratio.Apply(quantity, 3, Rounding.Up)!.Value, ratio.Apply(quantity, 3, Rounding.HalfUp)!.Value);
        return Math.Abs(down) <= Math.Abs(up) && Math.Abs(up - down) <= step && (nearest == down || nearest == up)
            && IsBetween(ratio, quantity, down, up);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1", 1, 3, 6, "0.333333", "0.333334", "0.333333")]
    [InlineData("-1", 1, 3, 6, "-0.333333", "-0.333334", "-0.333333")]
    [InlineData("0.5", 1, 1, 0, "0", "1", "1")]
    [InlineData("-0.5", 1, 1, 0, "0", "-1", "-1")]
    [InlineData("2.5", 1, 1, 0, "2", "3", "3")]
    [InlineData("96", 1, 12, 0, "8", "8", "8")]
    [InlineData("0.96", 1, 1, 2, "0.96", "0.96", "0.96")]
    public void Rounds_once_at_the_end(string quantity, int numerator, int denominator, int decimals, string down, string up, string nearest)
    {
        var ratio = new Ratio(numerator, denominator);

        ratio.Apply(Number(quantity), decimals, Rounding.Down).ShouldBe(Number(down));
        ratio.Apply(Number(quantity), decimals, Rounding.Up).ShouldBe(Number(up));
        ratio.Apply(Number(quantity), decimals, Rounding.HalfUp).ShouldBe(Number(nearest));
    }

    [Fact]
    public void Exact_refuses_what_does_not_fit()
    {
        new Ratio(1, 3).Apply(1, 6, Rounding.Exact).ShouldBeNull();
        new Ratio(1, 3).Apply(3, 0, Rounding.Exact).ShouldBe(1);
    }

    [Fact]
    public void What_is_larger_than_a_decimal_is_refused_and_not_wrong()
    {
        new Ratio(1_000_000_000_000, 1).Apply(decimal.MaxValue, 6, Rounding.HalfUp).ShouldBeNull();
        Ratio.One.Apply(decimal.MaxValue, 6, Rounding.Exact).ShouldBe(decimal.MaxValue);
        Ratio.One.Apply(decimal.MinValue, 6, Rounding.Exact).ShouldBe(decimal.MinValue);
    }

    [Fact]
    public void Is_kept_in_lowest_terms_and_is_never_nothing()
    {
        new Ratio(24, 2).ShouldBe(new Ratio(12, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Ratio(0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new Ratio(1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new Ratio(-1, 1));
    }

    // down <= quantity * ratio <= up by size, without a division.
    static bool IsBetween(Ratio ratio, decimal quantity, decimal down, decimal up)
    {
        static BigInteger Millionths(decimal value) => new(Math.Abs(value) * 1_000_000);
        var exact = Millionths(quantity) * ratio.Numerator;
        return Millionths(down) * ratio.Denominator <= exact && exact <= Millionths(up) * ratio.Denominator;
    }

    static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
