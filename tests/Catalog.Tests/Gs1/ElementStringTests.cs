using Atlas.Catalog.Gs1;

namespace Atlas.Catalog.Tests.Gs1;

public sealed class ElementStringTests
{
    const char Fnc1 = '\u001d';
    static readonly DateOnly Today = new(2026, 5, 8);

    [Theory]
    [InlineData("(01)09506000134352(17)271231(10)ABC123(21)S-77")]
    [InlineData("]C1010950600013435217271231" + "10ABC123\u001d21S-77")]
    [InlineData("]d201095060001343521727123110ABC123\u001d21S-77")]
    [InlineData("\u001d01095060001343521727123110ABC123\u001d21S-77\u001d")]
    [InlineData("https://example.com/some/01/9506000134352/10/ABC123/21/S-77?17=271231&utm=x")]
    [InlineData("https://id.gs1.org/gtin/09506000134352/lot/ABC123/ser/S-77?17=271231")]
    public void One_code_means_the_same_in_every_form(string code)
    {
        var scanned = ScannedCode.From(ElementString.ReadMarked(code)!, Today);

        scanned.Gtin.ShouldBe("09506000134352");
        scanned.LotNo.ShouldBe("ABC123");
        scanned.SerialNo.ShouldBe("S-77");
        scanned.ExpiryDate.ShouldBe(new DateOnly(2027, 12, 31));
    }

    [Fact]
    public void Reads_quantities_measures_and_the_other_dates()
    {
        var scanned = ScannedCode.From(ElementString.ReadMarked($"]C1020950600013435211260401152704003103001250{"37"}24{Fnc1}30007")!, Today);

        scanned.Gtin.ShouldBe("09506000134352");
        scanned.ProductionDate.ShouldBe(new DateOnly(2026, 4, 1));
        scanned.BestBeforeDate.ShouldBe(new DateOnly(2027, 4, 30));
        scanned.Measure.ShouldBe(1.25m);
        scanned.MeasureUomCode.ShouldBe("kg");
        scanned.Count.ShouldBe(7);
        scanned.Elements.Select(e => e.Ai).ShouldBe(["02", "11", "15", "3103", "37", "30"]);
    }

    [Fact]
    public void A_code_without_marks_is_read_when_it_begins_like_one()
    {
        ElementString.ReadMarked("010950600013435210LOT").ShouldBeNull();
        ScannedCode.From(ElementString.ReadUnmarked("010950600013435210LOT")!, Today).LotNo.ShouldBe("LOT");
        ElementString.ReadUnmarked("010950600013435310LOT").ShouldBeNull();
        ElementString.ReadUnmarked("4006381333931").ShouldBeNull();
    }

    [Fact]
    public void Parentheses_inside_a_value_belong_to_it()
    {
        var elements = ElementString.ReadMarked("(01)09506000134352(10)A(B)C")!;

        elements[1].ShouldBe(new Gs1Element("10", "A(B)C"));
    }

    [Theory]
    [InlineData("(01)09506000134353", "check digit")]
    [InlineData("(01)9506000134352", "14 characters")]
    [InlineData("(01)0950600013435A", "digits only")]
    [InlineData("(01)", "no value")]
    [InlineData("(10)ABC(10)DEF", "twice")]
    [InlineData("(10)123456789012345678901", "separator may be missing")]
    [InlineData("(10)A B", "characters")]
    [InlineData("(17)271332", "not a date")]
    [InlineData("(17)270230", "not a date")]
    [InlineData("(05)12", "not a known")]
    [InlineData("(3109)000001", "decimal point")]
    [InlineData("()12", "parentheses")]
    [InlineData("(", "parentheses")]
    [InlineData("]C1", "nothing")]
    [InlineData("]C1\u001d", "nothing")]
    [InlineData("]C10109506", "14 characters")]
    [InlineData("]C109", "known application identifier")]
    [InlineData("http://", "web address")]
    [InlineData("https://example.com/4006381333931", "no /01/")]
    [InlineData("https://example.com/01/4006381333931/10", "without a value")]
    public void A_wrong_code_says_what_is_wrong_with_it(string code, string reason) =>
        Should.Throw<UnreadableCodeException>(() => ScannedCode.From(ElementString.ReadMarked(code)!, Today)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("260508", 2026, 2026, 5, 8)]
    [InlineData("270200", 2026, 2027, 2, 28)]
    [InlineData("280200", 2026, 2028, 2, 29)]
    [InlineData("760101", 2026, 2076, 1, 1)]
    [InlineData("770101", 2026, 1977, 1, 1)]
    [InlineData("990101", 2026, 1999, 1, 1)]
    [InlineData("000101", 2026, 2000, 1, 1)]
    [InlineData("010101", 2095, 2101, 1, 1)]
    [InlineData("450101", 2095, 2145, 1, 1)]
    [InlineData("460101", 2095, 2046, 1, 1)]
    public void A_year_of_two_digits_is_the_one_closest_to_today(string text, int thisYear, int year, int month, int day)
    {
        Gs1Date.TryParse(text, new DateOnly(thisYear, 1, 1), out var date).ShouldBeTrue();

        date.ShouldBe(new DateOnly(year, month, day));
    }

    [Theory]
    [InlineData("270001")]
    [InlineData("271301")]
    [InlineData("270132")]
    [InlineData("27013")]
    [InlineData("2701a1")]
    public void What_is_no_day_is_no_date(string text) => Gs1Date.TryParse(text, Today, out _).ShouldBeFalse();
}
