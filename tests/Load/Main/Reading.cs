using Atlas.Load.Measuring;
using Atlas.Load.References;

namespace Atlas.Load.Main;

/// <summary>
/// The list of orders at the service and through the gateway, and beside it what the least possible service and the least
/// possible proxy do with the same bytes. All take turns, so that whatever else happens on the machine meets all of them.
/// </summary>
static class Reading
{
    const int Orders = 50;
    const int Clients = 32;
    const int Rounds = 3;
    static readonly TimeSpan Round = TimeSpan.FromSeconds(1.5);
    static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(SystemUnderTest system, Report report)
    {
        report.Doing($"taking in {Orders} orders");
        using (var writer = new Connection(system.Gateway))
            for (var order = 0; order < Orders; order++)
                if (!await writer.SendAsync(OrderRequests.Create(system.Gateway, OrderRequests.NewCode())))
                    throw new InvalidOperationException($"An order was answered with {writer.Status}.");
        await system.UntilQuietAsync(TimeSpan.FromSeconds(20));

        using var reader = new Connection(system.UrlOf("orders"));
        await reader.SendAsync(OrderRequests.ListAtService(reader.Address, system.IdentityKey));
        var body = reader.Body();
        await using var references = await ReferencePrograms.StartAsync(system, body);

        // Made anew for each round, since an identity is valid for a minute.
        (string Label, Uri Address, Func<byte[]> Request)[] variants =
        [
            ("bare Kestrel", references.Endpoint, () => OrderRequests.ListAtGateway(references.Endpoint)),
            ("bare YARP, bare Kestrel", references.Proxy, () => OrderRequests.ListAtGateway(references.Proxy)),
            ("gateway, bare Kestrel", references.Gateway, () => OrderRequests.ListAtGateway(references.Gateway)),
            ("Orders", reader.Address, () => OrderRequests.ListAtService(reader.Address, system.IdentityKey)),
            ("gateway, Orders", system.Gateway, () => OrderRequests.ListAtGateway(system.Gateway)),
            ("Orders, ?limit=50", reader.Address, () => OrderRequests.ListAtService(reader.Address, system.IdentityKey, "?limit=50")),
            ("gateway, Orders, ?limit=50", system.Gateway, () => OrderRequests.ListAtGateway(system.Gateway, "?limit=50")),
        ];

        List<Sample>[] samples = [.. variants.Select(_ => new List<Sample>())];
        foreach (var (label, address, request) in variants)
        {
            report.Doing($"warming up: {label}");
            await MeasureAsync(address, request(), WarmUp);
        }

        for (var round = 0; round < Rounds; round++)
            for (var n = 0; n < variants.Length; n++)
            {
                report.Doing($"reading, round {round + 1} of {Rounds}: {variants[n].Label}");
                samples[n].Add(await MeasureAsync(variants[n].Address, variants[n].Request(), Round));
            }

        Sample[] all = [.. samples.Select(rounds => Sample.Of(rounds))];
        report.Section($"GET /api/v1/orders: {Orders} orders, {body.Length:#,0} bytes, {Clients} clients");
        report.Row(variants[0].Label, all[0]);
        report.Row(variants[1].Label, all[1], $"{Report.Ratio(all[1].PerSecond, all[0].PerSecond)} of bare Kestrel");
        report.Row(variants[2].Label, all[2], $"{Report.Ratio(all[2].PerSecond, all[1].PerSecond)} of bare YARP");
        report.Row(variants[3].Label, all[3]);
        report.Row(variants[4].Label, all[4], $"{Report.Ratio(all[4].PerSecond, all[3].PerSecond)} of Orders");
        report.Row(variants[5].Label, all[5]);
        report.Row(variants[6].Label, all[6], $"{Report.Ratio(all[6].PerSecond, all[5].PerSecond)} of Orders");
    }

    static async Task<Sample> MeasureAsync(Uri address, byte[] request, TimeSpan duration)
    {
        var connections = SystemUnderTest.Connections(address, Clients);
        var sample = await ClosedLoop.RunAsync(
            [.. connections.Select(connection => (Func<Task<bool>>)(() => connection.SendAsync(request)))], duration);
        foreach (var connection in connections) connection.Dispose();
        return sample;
    }
}
