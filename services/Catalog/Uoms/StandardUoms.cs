namespace Atlas.Catalog.Uoms;

/// <summary>The units that every tenant starts with.</summary>
static class StandardUoms
{
    public const string CreatedBy = "atlas";

    /// <summary>The unit that the published example refers to.</summary>
    public const string Each = "each";

    static readonly (string Code, string Name, string Dimension, int Decimals, long? Numerator, long? Denominator)[] All =
    [
        (Each, "Each", "count", 0, 1, 1),
        ("pcs", "Piece", "count", 0, 1, 1),
        ("pair", "Pair", "count", 0, 2, 1),
        ("dozen", "Dozen", "count", 0, 12, 1),
        ("pack", "Pack", "count", 0, null, null),
        ("box", "Box", "count", 0, null, null),
        ("carton", "Carton", "count", 0, null, null),
        ("pallet", "Pallet", "count", 0, null, null),
        ("kg", "Kilogram", "mass", 6, 1, 1),
        ("g", "Gram", "mass", 3, 1, 1_000),
        ("mg", "Milligram", "mass", 0, 1, 1_000_000),
        ("t", "Tonne", "mass", 6, 1_000, 1),
        ("lb", "Pound", "mass", 6, 45_359_237, 100_000_000),
        ("oz", "Ounce", "mass", 6, 45_359_237, 1_600_000_000),
        ("l", "Litre", "volume", 6, 1, 1),
        ("ml", "Millilitre", "volume", 3, 1, 1_000),
        ("m3", "Cubic metre", "volume", 6, 1_000, 1),
        ("m", "Metre", "length", 6, 1, 1),
        ("cm", "Centimetre", "length", 4, 1, 100),
        ("mm", "Millimetre", "length", 3, 1, 1_000),
        ("in", "Inch", "length", 6, 127, 5_000),
        ("ft", "Foot", "length", 6, 381, 1_250),
        ("m2", "Square metre", "area", 6, 1, 1),
        ("cm2", "Square centimetre", "area", 2, 1, 10_000),
        ("h", "Hour", "time", 6, 1, 1),
        ("min", "Minute", "time", 4, 1, 60),
        ("s", "Second", "time", 2, 1, 3_600),
        ("day", "Day", "time", 6, 24, 1),
    ];

    // The first with a ratio of one in each dimension is what the others are measured in.
    public static IEnumerable<Uom> For(DateTimeOffset now)
    {
        var dimensions = new HashSet<string>();
        foreach (var (code, name, dimension, decimals, numerator, denominator) in All)
            yield return new Uom
            {
                Id = Guid.CreateVersion7(now),
                Code = code,
                Name = name,
                Dimension = dimension,
                Decimals = decimals,
                Numerator = numerator,
                Denominator = denominator,
                IsBase = dimensions.Add(dimension),
                CreatedBy = CreatedBy,
                CreatedAt = now,
                UpdatedAt = now,
            }.Keyed();
    }
}
