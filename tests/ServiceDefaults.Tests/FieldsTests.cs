using System.Text.Json;

namespace Atlas.ServiceDefaults.Tests;

public sealed class FieldsTests
{
    [Fact]
    public void What_is_wrong_inside_an_object_is_said_with_the_path_to_it()
    {
        var errors = Errors("""{"shipTo": {"city": 7}, "billTo": "home"}""", fields =>
        {
            fields.OptionalObject("shipTo", address => address.Text("city", 40));
            fields.OptionalObject("billTo", address => address.Text("city", 40));
            fields.OptionalObject("scope", scope => scope.Text("x", 40), required: true);
            fields.OptionalObject("absent", absent => absent.Text("x", 40)).ShouldBeNull();
        });

        errors.Select(error => (error.Field, error.Code))
            .ShouldBe([("shipTo.city", "invalid_type"), ("billTo", "invalid_type"), ("scope", "required")]);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once_with_its_path()
    {
        var errors = Errors("""
            {"code": 7, "ship_by": "08.05.2026", "line_items": [{"sku": "A", "units": 0}, {"units": 1.5}, "x"], "note": null}
            """, fields =>
        {
            fields.Text("code", 40);
            fields.Text("brand", 40);
            fields.Date("ship_by");
            fields.List("line_items", 1, 10, line =>
            {
                line.Text("sku", 10);
                return line.Integer("units", 1, 100);
            });
            fields.OptionalText("note", 10);
        });

        errors.Select(e => (e.Field, e.Code)).ShouldBe(
        [
            ("code", "invalid_type"), ("brand", "required"), ("ship_by", "invalid_value"), ("line_items[0].units", "out_of_range"),
            ("line_items[1].sku", "required"), ("line_items[1].units", "invalid_type"), ("line_items[2]", "invalid_type"),
        ]);
        errors[3].Meta!["min"].ShouldBe(1L);
        errors[3].Meta!["max"].ShouldBe(100L);
    }

    [Theory]
    [InlineData("\"  spaces around  \"", "spaces around", null)]
    [InlineData("\"two\\nlines\"", "two\nlines", null)]
    [InlineData("\"\"", null, "required")]
    [InlineData("\"   \"", null, "required")]
    [InlineData("null", null, "required")]
    [InlineData("\"01234567890123456789x\"", null, "too_long")]
    [InlineData("\"nul \\u0000\"", null, "invalid_value")]
    [InlineData("\"bell \\u0007\"", null, "invalid_value")]
    [InlineData("12", null, "invalid_type")]
    [InlineData("[\"a\"]", null, "invalid_type")]
    public void Text_is_what_is_between_the_spaces(string json, string? text, string? error) =>
        Check(json, fields => fields.Text("it", 20), text, error);

    [Theory]
    [InlineData("12", 12L, null)]
    [InlineData("12.0", 12L, null)]
    [InlineData("1.2e1", 12L, null)]
    [InlineData("0", null, "out_of_range")]
    [InlineData("101", null, "out_of_range")]
    [InlineData("99999999999999999999999", null, "out_of_range")]
    [InlineData("12.5", null, "invalid_type")]
    [InlineData("1e400", null, "invalid_type")]
    [InlineData("\"12\"", null, "invalid_type")]
    [InlineData("true", null, "invalid_type")]
    public void An_integer_is_a_whole_number_between_its_bounds(string json, object? number, string? error) =>
        Check(json, fields => fields.Integer("it", 1, 100), number, error);

    [Theory]
    [InlineData("0.000001", "0.000001", null)]
    [InlineData("12.50", "12.5", null)]
    [InlineData("0.1234567", null, "out_of_range")]
    [InlineData("-1", null, "out_of_range")]
    [InlineData("\"1.5\"", null, "invalid_type")]
    public void A_decimal_is_exact(string json, string? number, string? error) =>
        Check(json, fields => fields.OptionalDecimal("it", 0, 1_000)?.ToString("0.#######", System.Globalization.CultureInfo.InvariantCulture), number, error);

    [Theory]
    [InlineData("\"2026-05-08\"", null)]
    [InlineData("\"2026-02-30\"", "invalid_value")]
    [InlineData("\"2026-5-8\"", "invalid_value")]
    [InlineData("\"2026-05-08T00:00:00Z\"", "invalid_value")]
    [InlineData("20260508", "invalid_type")]
    public void A_date_has_one_form(string json, string? error) =>
        Check(json, fields => fields.Date("it"), error is null ? new DateOnly(2026, 5, 8) : null, error);

    [Fact]
    public void A_choice_says_what_is_allowed()
    {
        var error = Errors("""{"it":"blue"}""", fields => fields.Choice("it", ["red", "green"])).Single();

        (error.Field, error.Code).ShouldBe(("it", "invalid_value"));
        ((IReadOnlyList<string>)error.Meta!["allowed"]!).ShouldBe(["red", "green"]);
    }

    [Theory]
    [InlineData("""["a", "b"]""", null)]
    [InlineData("""["a", 1]""", "it[1]")]
    [InlineData("""["a", "nul \u0000"]""", "it[1]")]
    [InlineData("""["a", "b", "c", "d"]""", "it")]
    [InlineData("""["0123456789x"]""", "it[0]")]
    [InlineData("\"a\"", "it")]
    public void Texts_are_checked_one_by_one(string json, string? wrongField)
    {
        var errors = Errors($$"""{"it":{{json}}}""", fields => fields.Texts("it", 3, 10));

        errors.Select(e => e.Field).ShouldBe(wrongField is null ? [] : [wrongField]);
    }

    [Theory]
    [InlineData("""{"a":"b"}""", null)]
    [InlineData("""{"a":1}""", "it.a")]
    [InlineData("""{"a":"nul \u0000"}""", "it.a")]
    [InlineData("[]", "it")]
    public void A_map_is_checked_entry_by_entry(string json, string? wrongField)
    {
        var errors = Errors($$"""{"it":{{json}}}""", fields => fields.Map("it", 3, 10));

        errors.Select(e => e.Field).ShouldBe(wrongField is null ? [] : [wrongField]);
    }

    [Fact]
    public void Unknown_fields_are_ignored_unless_the_request_is_strict()
    {
        const string json = """{"name":"a","nmae":"b","lines":[{"sku":"c","skuu":"d"}]}""";
        Errors(json, Read).ShouldBeEmpty();

        var errors = Errors(json, Read, strict: true);

        errors.Select(e => (e.Field, e.Code)).ShouldBe([("nmae", "unknown_field"), ("lines[0].skuu", "unknown_field")]);

        static void Read(Fields fields)
        {
            fields.Text("name", 10);
            fields.List("lines", 0, 10, line => line.Text("sku", 10));
        }
    }

    [Fact]
    public void A_thousand_wrong_lines_are_not_a_thousand_errors()
    {
        var json = $$"""{"lines":[{{string.Join(',', Enumerable.Repeat("{}", 1_000))}}]}""";

        Errors(json, fields => fields.List("lines", 0, 1_000, line => line.Text("sku", 10))).Count.ShouldBe(100);
    }

    [Fact]
    public void What_is_there_is_told_from_what_is_not()
    {
        using var json = JsonDocument.Parse("""{"a":null}""");
        var fields = new Fields(json.RootElement);

        fields.Has("a").ShouldBeTrue();
        fields.Has("b").ShouldBeFalse();
    }

    static void Check(string json, Func<Fields, object?> read, object? value, string? error)
    {
        object? found = null;
        var errors = Errors($$"""{"it":{{json}}}""", fields => found = read(fields));
        errors.Select(e => e.Code).ShouldBe(error is null ? [] : [error]);
        if (error is null) found.ShouldBe(value);
    }

    static IReadOnlyList<ErrorDetail> Errors(string json, Action<Fields> read, bool strict = false)
    {
        using var document = JsonDocument.Parse(json);
        var fields = new Fields(document.RootElement, strict);
        read(fields);
        return fields.Refusal()?.Details ?? [];
    }
}
