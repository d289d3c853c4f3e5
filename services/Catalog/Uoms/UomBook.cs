using Atlas.Catalog.Conversions;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Catalog.Uoms;

/// <summary>All units of a tenant, to look up what a request refers to. There are few, so they are read at once.</summary>
sealed class UomBook(IReadOnlyList<Uom> uoms)
{
    readonly Dictionary<Guid, Uom> byId = uoms.ToDictionary(uom => uom.Id);
    readonly Dictionary<string, Uom> byCode = uoms.ToDictionary(uom => uom.CodeKey);

    public static async Task<UomBook> ReadAsync(CatalogDb db, CancellationToken ct) => new(await db.Uoms.AsNoTracking().ToListAsync(ct));

    public Uom this[Guid id] => byId[id];

    /// <summary>The unit with this id, this code or this external id; null when there is none.</summary>
    public Uom? Find(string reference) =>
        Guid.TryParse(reference, out var id) && byId.TryGetValue(id, out var named) ? named
        : byCode.GetValueOrDefault(Uom.KeyOf(reference)) ?? uoms.FirstOrDefault(uom => uom.ExternalId == reference);

    /// <summary>What can be converted for every item: the units of each dimension whose ratio is fixed.</summary>
    public ConversionGraph StandardConversions()
    {
        var graph = new ConversionGraph();
        foreach (var dimension in uoms.Where(uom => uom.Ratio is not null).GroupBy(uom => uom.Dimension))
        {
            var first = dimension.First();
            foreach (var uom in dimension.Skip(1)) graph.TryAdd(uom.Id, first.Id, uom.Ratio! * first.Ratio!.Inverse);
        }

        return graph;
    }
}
