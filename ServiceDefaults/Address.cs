namespace Atlas.ServiceDefaults;

/// <summary>A postal address.</summary>
/// <param name="Name">Who lives there, or what it is for.</param>
/// <param name="Country">As ISO 3166-1 alpha-2, for example <c>DE</c>.</param>
public sealed record Address(string? Name, string Line1, string? Line2, string? PostCode, string City, string? Region, string Country)
{
    /// <summary>Reads it out of a body.</summary>
    public static Address Read(Fields fields)
    {
        var country = fields.Text("country", 2).ToUpperInvariant();
        if (country.Length > 0 && !(country.Length == 2 && country.All(char.IsAsciiLetterUpper)))
            fields.Refuse("country", "invalid_value", "must be a country as ISO 3166-1, for example DE");
        return new(fields.OptionalText("name", 255), fields.Text("line1", 255), fields.OptionalText("line2", 255), fields.OptionalText("postCode", 32),
            fields.Text("city", 255), fields.OptionalText("region", 255), country);
    }
}
