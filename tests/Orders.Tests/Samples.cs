using System.Text.Json.Nodes;

namespace Atlas.Orders.Tests;

/// <summary>Requests that are fine, for tests to send or to spoil.</summary>
static class Samples
{
    /// <summary>The intake of seed 000: 1,200 units in 4 lines.</summary>
    public static JsonObject Order(string code) => new()
    {
        ["code"] = code,
        ["brand_slug"] = "summit",
        ["ship_by"] = "2031-09-01",
        ["line_items"] = new JsonArray(Line("SUM-TEE", "S", 200), Line("SUM-TEE", "M", 400), Line("SUM-TEE", "L", 400), Line("SUM-CAP", "One size", 200)),
    };

    public static JsonObject Line(string sku, string size, int units) => new() { ["sku"] = sku, ["size"] = size, ["units"] = units };

    public static JsonObject Brand(string slug) => new()
    {
        ["slug"] = slug,
        ["name"] = "Summit Athletics",
        ["primary_color"] = "#14532D",
        ["contact"] = "Mira Chen",
        ["contact_email"] = "mira@summitathletics.com",
    };

    public static JsonObject Message(string body) => new() { ["body"] = body, ["author_name"] = "Mira Chen", ["author_role"] = "brand" };

    /// <summary>The same request with one field changed; null takes it away.</summary>
    public static JsonObject With(this JsonObject request, string field, JsonNode? value)
    {
        if (value is null) request.Remove(field);
        else request[field] = value;
        return request;
    }
}
