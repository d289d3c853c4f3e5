using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Atlas.ServiceDefaults;

namespace Atlas.Catalog.Items.Imports;

/// <summary>
/// A column of a table of items. It is named after the field that it fills; <c>identifiers.gtin</c> (or another type) adds an identifier,
/// <c>attributes.color</c> a text, <c>attributes.voltage:number</c> an attribute of another type, <c>metadata.line</c> an entry of the metadata.
/// An empty cell says nothing.
/// </summary>
/// <param name="Field">The field of the request.</param>
/// <param name="Key">What stands behind the dot.</param>
/// <param name="Type">Of an attribute.</param>
sealed record ImportColumn(string Field, string? Key = null, string Type = "text")
{
    const string Identifiers = "identifiers";
    const string Attributes = "attributes";
    const string Metadata = "metadata";

    static readonly string[] Texts =
    [
        "itemNo", "name", "itemKind", "baseUomId", "lotTracking", "serialTracking", "expiryTracking", "description", "categoryId", "purchaseUomId",
        "salesUomId", "costingMethod", "currency", "negativeStockPolicy", "defaultLocationId", "defaultReceiptStatusId", "hsCode", "countryCodeOfOrigin",
        "weightUom", "externalId",
    ];
    static readonly string[] Numbers = ["standardCost", "overReceiptTolerancePct", "minShelfLifeDays", "shelfLifeDays", "weight"];
    static readonly string[] Flags = ["isActive"];
    static readonly string[] AttributeTypes = ["text", "number", "bool", "date"];
    static readonly string[] Known = [.. Texts, .. Numbers, .. Flags];

    /// <summary>The columns that a first line names.</summary>
    /// <exception cref="RefusedException">400 <c>invalid_file</c>, with a detail per column that means nothing, or is there twice.</exception>
    public static ImportColumn[] Read(string[] names)
    {
        var wrong = new List<ErrorDetail>();
        var columns = names.Select(name => name.Trim()).Select(name => Of(name) ?? Wrong(name, "names no field of an item")).ToArray();
        foreach (var twice in columns.GroupBy(c => (c.Field, c.Key)).Where(same => same.Key.Field.Length > 0 && same.Count() > 1))
            Wrong(twice.Key.Key is { } key ? $"{twice.Key.Field}.{key}" : twice.Key.Field, "is there twice");
        if (columns.All(column => column.Field != "itemNo")) Wrong("itemNo", "is missing");
        return wrong.Count == 0 ? columns : throw ImportFile.Broken("The first line must name the fields of an item.", wrong);

        ImportColumn Wrong(string name, string message)
        {
            wrong.Add(new ErrorDetail(name, "unknown_column", message));
            return new ImportColumn("");
        }
    }

    static ImportColumn? Of(string name)
    {
        if (Known.FirstOrDefault(field => field.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } field) return new ImportColumn(field);
        if (name.Split('.', 2) is not [var group, { Length: > 0 } key]) return null;
        var (attribute, type) = key.LastIndexOf(':') is > 0 and var colon ? (key[..colon], key[(colon + 1)..]) : (key, "text");
        return group switch
        {
            Identifiers when Identifier.Types.Contains(key) => new ImportColumn(Identifiers, key),
            Attributes when AttributeTypes.Contains(type) => new ImportColumn(Attributes, attribute, type),
            Metadata => new ImportColumn(Metadata, key),
            _ => null,
        };
    }

    /// <summary>A line as the body of a request. What does not look like a number or a flag stays a text, so that the request says so.</summary>
    public static JsonElement ToBody(ImportColumn[] columns, string[] cells)
    {
        var body = new JsonObject();
        foreach (var (column, cell) in columns.Zip(cells.Select(cell => cell.Trim())).Where(filled => filled.Second.Length > 0))
            switch (column.Field)
            {
                case Identifiers:
                    List(Identifiers).Add(new JsonObject { ["type"] = column.Key, ["value"] = cell });
                    break;
                case Attributes:
                    List(Attributes).Add(new JsonObject
                    {
                        ["key"] = column.Key, ["type"] = column.Type,
                        ["value"] = column.Type switch { "number" => Number(cell), "bool" => Flag(cell), _ => cell },
                    });
                    break;
                case Metadata:
                    if (body[Metadata] is not JsonObject metadata) body[Metadata] = metadata = [];
                    metadata[column.Key!] = cell;
                    break;
                default:
                    body[column.Field] = Numbers.Contains(column.Field) ? Number(cell) : Flags.Contains(column.Field) ? Flag(cell) : cell;
                    break;
            }

        return JsonSerializer.SerializeToElement(body);

        JsonArray List(string field)
        {
            if (body[field] is JsonArray list) return list;
            body[field] = list = [];
            return list;
        }
    }

    static JsonNode Number(string cell) =>
        decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : cell;

    static JsonNode Flag(string cell) => cell.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "1" => true,
        "FALSE" or "NO" or "0" => false,
        _ => cell,
    };
}
