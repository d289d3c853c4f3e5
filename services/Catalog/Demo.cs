using Atlas.Catalog.Items;
using Atlas.Catalog.Uoms;

namespace Atlas.Catalog;

/// <summary>
/// What the tenants of the demo start with beside the usual units, where demo data is wanted: the unit that the published example
/// names, and in <c>demo</c> the items of the examples. <c>acme</c> has no items, so that the examples can be tried there.
/// </summary>
sealed class Demo(bool isWanted)
{
    /// <summary>The id that the published example of POST /v1/items refers to.</summary>
    public const string ExampleUomId = "uom_uuid";

    public static Demo From(IConfiguration configuration, IHostEnvironment environment) =>
        new(configuration.GetValue("Atlas:DemoData", environment.IsDevelopment()));

    /// <summary>Adds to what a tenant starts with.</summary>
    public void AddTo(CatalogDb db, string tenant, IReadOnlyList<Uom> uoms, DateTimeOffset now)
    {
        if (!isWanted || tenant is not ("demo" or "acme")) return;
        uoms.First(uom => uom.Code == StandardUoms.Each).ExternalId = ExampleUomId;
        if (tenant != "demo") return;

        var book = new UomBook(uoms);
        foreach (var item in Items(book, now))
        {
            db.AddItem(item);
            db.Announce(item, book);
        }
    }

    static IEnumerable<Item> Items(UomBook uoms, DateTimeOffset now)
    {
        var (each, box, kg, metre) = (uoms.Find("each")!.Id, uoms.Find("box")!.Id, uoms.Find("kg")!.Id, uoms.Find("m")!.Id);
        yield return Item(now, new ItemFacts { ItemNo = "TBL-NOTE-08", Name = "Notebook A5", BaseUomId = each, LotTracking = Catalog.Items.Item.Tracked },
            [new(Guid.CreateVersion7(now), "ean", "4006381333931", null, null, true), new(Guid.CreateVersion7(now), "gtin", "14006381333938", box, null, false)],
            [new("format", 0, "text", "A5", null), new("pages", 0, "number", "96", null)],
            [new(box, each, 12, 1, UomConversion.RoundHalfUp)]);
        yield return Item(now, new ItemFacts { ItemNo = "TBL-PEN-01", Name = "Gel pen, black", BaseUomId = each },
            [new(Guid.CreateVersion7(now), "upc", "036000291452", null, null, true)], [new("colour", 0, "text", "black", null)],
            [new(box, each, 50, 1, UomConversion.RoundHalfUp)]);
        yield return Item(now, new ItemFacts
        {
            ItemNo = "COF-BEAN-ETH", Name = "Café Éthiopie, whole beans", BaseUomId = kg, LotTracking = Catalog.Items.Item.Tracked,
            ExpiryTracking = Catalog.Items.Item.Tracked, ShelfLifeDays = 365, MinShelfLifeDays = 60, CountryCodeOfOrigin = "ET",
        }, [new(Guid.CreateVersion7(now), "gtin", "09506000134352", null, null, true)], [new("roast", 0, "text", "medium", null)], []);
        yield return Item(now, new ItemFacts { ItemNo = "SUM-TEE-FOR", Name = "Trail tee, forest", ItemKind = "manufactured", BaseUomId = each }, [], [], []);
        yield return Item(now, new ItemFacts { ItemNo = "SUM-CUT-FOR", Name = "Cut parts of a tee, forest", ItemKind = "manufactured", BaseUomId = each }, [], [], []);
        yield return Item(now, new ItemFacts { ItemNo = "FAB-JER-FOR", Name = "Jersey, forest", BaseUomId = metre }, [], [], []);
        yield return Item(now, new ItemFacts { ItemNo = "LBL-SUM-01", Name = "Woven label, Summit", BaseUomId = each }, [], [], []);
        yield return Item(now, new ItemFacts { ItemNo = "SRV-FREIGHT", Name = "Freight", ItemKind = "service", BaseUomId = each }, [], [], []);
    }

    static Item Item(
        DateTimeOffset now, ItemFacts facts, IReadOnlyList<IdentifierFacts> identifiers, IReadOnlyList<AttributeFacts> attributes,
        IReadOnlyList<ConversionFacts> conversions)
    {
        var item = new Item { Id = Guid.CreateVersion7(now), CreatedBy = StandardUoms.CreatedBy, CreatedAt = now };
        item.Become(facts, identifiers, attributes, conversions, metadata: null, now);
        return item;
    }
}
