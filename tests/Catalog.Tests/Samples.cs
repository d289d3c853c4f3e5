using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.Support;

namespace Atlas.Catalog.Tests;

/// <summary>Requests that are fine, for tests to send or to spoil.</summary>
static class Samples
{
    public const string Items = "/v1/items";
    public const string Uoms = "/v1/uoms";

    public const string ErrorShape =
        """{ "error": "string", "message": "string", "status": "integer", "code": "string", "details": [], "requestId": "string" }""";

    /// <summary>The smallest item there is.</summary>
    public static JsonObject Item(string itemNo) => new() { ["itemNo"] = itemNo, ["name"] = "Hex bolt M8", ["baseUomId"] = "each" };

    /// <summary>An item with something in every field.</summary>
    public static JsonObject FullItem(string itemNo) => (JsonObject)JsonNode.Parse($$"""
        {
          "itemNo": "{{itemNo}}", "name": "Größe Äpfel", "itemKind": "both", "baseUomId": "each", "lotTracking": "tracked", "serialTracking": "none",
          "expiryTracking": "tracked", "isActive": true, "description": "Two\nlines", "categoryId": "0198f0c0-0000-7000-8000-000000000001",
          "purchaseUomId": "box", "salesUomId": "dozen", "costingMethod": "standard", "standardCost": 12.345678, "currency": "EUR",
          "negativeStockPolicy": "deny", "overReceiptTolerancePct": 2.5, "minShelfLifeDays": 30, "shelfLifeDays": 365,
          "defaultLocationId": "0198f0c0-0000-7000-8000-000000000002", "defaultReceiptStatusId": "0198f0c0-0000-7000-8000-000000000003",
          "hsCode": "0808.10", "countryCodeOfOrigin": "de", "weight": 0.2, "weightUom": "kg", "externalId": "{{itemNo}}-ext",
          "metadata": { "colour": "red" },
          "identifiers": [{ "type": "supplier_sku", "value": "{{itemNo}}-sku", "partyId": "0198f0c0-0000-7000-8000-000000000004", "isPrimary": true }],
          "attributes": [
            { "key": "class", "type": "text", "value": "A" }, { "key": "diameter", "type": "number", "value": 7.50, "uomCode": "cm" },
            { "key": "organic", "type": "bool", "value": true }, { "key": "season", "type": "date", "value": "2031-09-01" },
            { "key": "tastes", "type": "list", "value": ["sweet", "sour"] }
          ],
          "uomConversions": [{ "fromUomId": "box", "toUomId": "each", "numerator": 60, "denominator": 1 }, { "fromUomId": "each", "toUomId": "kg", "numerator": 1, "denominator": 5, "rounding": "up" }]
        }
        """)!;

    public static JsonObject Uom(string code) => new() { ["code"] = code, ["name"] = "Spool", ["dimension"] = "length", ["decimals"] = 2 };

    /// <summary>The same request with one field changed; null takes it away.</summary>
    public static JsonObject With(this JsonObject request, string field, JsonNode? value)
    {
        if (value is null) request.Remove(field);
        else request[field] = value;
        return request;
    }

    /// <summary>The same request with one field as this JSON, null included.</summary>
    public static JsonObject WithJson(this JsonObject request, string field, string json)
    {
        request[field] = JsonNode.Parse(json);
        return request;
    }

    /// <summary>A GTIN of 14 digits that begins like this.</summary>
    public static string Gtin(string digits) => digits + Catalog.Gs1.Gtin.CheckDigit(digits);

    /// <summary>A GTIN-13 that no other test uses.</summary>
    public static string NewGtin() => Gtin($"{Random.Shared.NextInt64(200_000_000_000, 999_999_999_999)}");

    /// <summary>Makes an item, and returns it.</summary>
    public static async Task<JsonElement> CreateAsync(this ApiClient client, JsonObject item) =>
        (await client.PostAsync(Items, item)).ShouldBe(201).Json.At("data");

    /// <summary>The path of an item.</summary>
    public static string PathOf(JsonElement item) => $"{Items}/{item.TextAt("id")}";

    /// <summary>Fails unless it is this error about this field.</summary>
    public static void ShouldBeError(this Answer answer, int status, string code, string field)
    {
        answer.ShouldBeError(status, code);
        var fields = answer.Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field"));
        fields.ShouldContain(field, answer.ToString());
    }
}
