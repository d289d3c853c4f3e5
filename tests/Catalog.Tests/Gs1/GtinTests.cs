using Atlas.Catalog.Gs1;
using FsCheck;
using FsCheck.Fluent;

namespace Atlas.Catalog.Tests.Gs1;

public sealed class GtinTests
{
    static readonly Arbitrary<string> Digits = Arb.From(
        from length in Gen.Elements(7, 11, 12, 13) from digits in Gen.Choose(0, 9).ListOf(length) select string.Concat(digits));

    [Theory]
    [InlineData("96385074", "00000096385074")]
    [InlineData("036000291452", "00036000291452")]
    [InlineData("4006381333931", "04006381333931")]
    [InlineData("14006381333938", "14006381333938")]
    [InlineData("4006381333932", null)]
    [InlineData("400638133393", null)]
    [InlineData("40063813339x1", null)]
    [InlineData("٤٠٠٦٣٨١٣٣٣٩٣١", null)]
    [InlineData("", null)]
    public void Is_written_in_14_digits_when_its_check_digit_is_right(string text, string? expected) => Gtin.To14(text).ShouldBe(expected);

    [Fact]
    public void Every_wrong_digit_is_found() => Prop.ForAll(Digits, Arb.From(Gen.Choose(0, 12)), Arb.From(Gen.Choose(1, 9)), (digits, at, by) =>
    {
        var gtin = digits + Gtin.CheckDigit(digits);
        var wrong = gtin.ToCharArray();
        var place = at % gtin.Length;
        wrong[place] = (char)('0' + (wrong[place] - '0' + by) % 10);
        return Gtin.HasRightCheckDigit(gtin) && !Gtin.HasRightCheckDigit(new string(wrong));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Zeros_in_front_change_nothing() => Prop.ForAll(Digits, digits =>
        Gtin.CheckDigit(digits) == Gtin.CheckDigit("000" + digits)).QuickCheckThrowOnFailure();
}
