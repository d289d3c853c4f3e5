using System.Diagnostics.Metrics;

namespace Atlas.Orders;

/// <summary>What the business counts.</summary>
static class Metrics
{
    static readonly Meter Meter = new("Atlas.Orders");

    public static readonly Counter<long> OrdersAccepted =
        Meter.CreateCounter<long>("atlas.orders.accepted", "{order}", "Brand orders taken in");
}
