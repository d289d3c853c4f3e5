namespace Atlas.ServiceDefaults;

/// <summary>Reads the kinds of fields that come with stock and with the documents that move it.</summary>
public static class StockFields
{
    /// <summary>The largest quantity that one line can carry: 13 digits before the point and 6 behind.</summary>
    public const decimal MaxQty = 1_000_000_000_000m;

    const int MaxSerials = 1_000;
    const int MaxSerialLength = 64;

    /// <summary>A UUID, or null.</summary>
    public static Guid? OptionalId(this Fields fields, string name, bool required = false)
    {
        var text = fields.OptionalText(name, 64, required);
        if (text is null) return null;
        if (Guid.TryParse(text, out var id)) return id;
        fields.Refuse(name, "invalid_value", "must be a UUID");
        return null;
    }

    /// <summary>A UUID.</summary>
    public static Guid Id(this Fields fields, string name) => fields.OptionalId(name, required: true) ?? Guid.Empty;

    /// <summary>UUIDs; empty when absent.</summary>
    public static IReadOnlyList<Guid> Ids(this Fields fields, string name, int maxCount)
    {
        var texts = fields.Texts(name, maxCount, 64);
        var ids = texts.Where(text => Guid.TryParse(text, out _)).Select(Guid.Parse).ToList();
        if (ids.Count < texts.Count) fields.Refuse(name, "invalid_value", "must hold UUIDs");
        return ids;
    }

    /// <summary>A quantity above zero, or null.</summary>
    public static decimal? OptionalQty(this Fields fields, string name, bool required = false)
    {
        var qty = fields.OptionalDecimal(name, -MaxQty, MaxQty, required: required);
        if (qty is <= 0) fields.Refuse(name, "out_of_range", "must be greater than 0", ("min", 0));
        return qty;
    }

    /// <summary>Serial numbers; each may be named once.</summary>
    public static IReadOnlyList<string> Serials(this Fields fields)
    {
        var serials = fields.Texts("serialNos", MaxSerials, MaxSerialLength).Select(serial => serial.Trim()).ToList();
        if (serials.Any(serial => serial.Length == 0)) fields.Refuse("serialNos", "invalid_value", "must not contain an empty serial number");
        if (serials.Distinct().Count() != serials.Count) fields.Refuse("serialNos", "invalid_value", "must name each serial number once");
        return serials;
    }
}
