using System.Diagnostics.Metrics;

namespace Atlas.Catalog;

/// <summary>What the business counts.</summary>
static class Metrics
{
    static readonly Meter Meter = new("Atlas.Catalog");

    public static readonly Counter<long> ItemsCreated = Meter.CreateCounter<long>("atlas.catalog.items.created", "{item}", "Items made");

    public static readonly Counter<long> CodesResolved =
        Meter.CreateCounter<long>("atlas.catalog.codes.resolved", "{code}", "Scanned codes, by what they matched");
}
