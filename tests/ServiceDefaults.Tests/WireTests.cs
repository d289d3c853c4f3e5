using System.Globalization;
using System.Text.Json;

namespace Atlas.ServiceDefaults.Tests;

public sealed class WireTests
{
    [Theory]
    [InlineData("1.500000", "1.5")]
    [InlineData("100.000000", "100")]
    [InlineData("0.000000", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("-12.340", "-12.34")]
    [InlineData("9999999999999.999999", "9999999999999.999999")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("0.1234567890123456789012345678", "0.1234567890123456789012345678")]
    public void Decimals_are_exact_and_have_no_zeros_behind(string value, string json)
    {
        var number = decimal.Parse(value, CultureInfo.InvariantCulture);

        JsonSerializer.Serialize(number, Wire.Json).ShouldBe(json);
        JsonSerializer.Deserialize<decimal>(json, Wire.Json).ShouldBe(number);
    }

    [Fact]
    public void Times_are_in_utc_with_milliseconds()
    {
        var time = new DateTimeOffset(2026, 5, 6, 20, 42, 0, TimeSpan.FromHours(2)).AddTicks(1_239_999);

        JsonSerializer.Serialize(time, Wire.Json).ShouldBe("\"2026-05-06T18:42:00.123Z\"");
        JsonSerializer.Serialize(new DateOnly(2026, 5, 6), Wire.Json).ShouldBe("\"2026-05-06\"");
    }

    [Fact]
    public void Names_are_camel_case_or_on_marked_types_snake_case_and_nulls_are_written()
    {
        JsonSerializer.Serialize(new Camel(1, null), Wire.Json).ShouldBe("""{"someNumber":1,"someText":null}""");
        JsonSerializer.Serialize(new Snake(1, null), Wire.Json).ShouldBe("""{"some_number":1,"some_text":null}""");
        JsonSerializer.Serialize(new SnakePage<Snake>([new(1, "ü & <b>")], new(1, 2, "c")), Wire.Json)
            .ShouldBe("""{"data":[{"some_number":1,"some_text":"ü & <b>"}],"meta":{"count":1,"total":2,"next_cursor":"c"}}""");
        JsonSerializer.Deserialize<Snake>("""{"some_number":1,"some_text":"x"}""", Wire.Json).ShouldBe(new Snake(1, "x"));
    }

    [Fact]
    public void Numbers_are_numbers_and_not_text() =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Camel>("""{"someNumber":"1"}""", Wire.Json));

    sealed record Camel(int SomeNumber, string? SomeText);

    [SnakeCase]
    sealed record Snake(int SomeNumber, string? SomeText);
}
