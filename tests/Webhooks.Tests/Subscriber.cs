using System.Text.Json;
using Atlas.Support;

namespace Atlas.Webhooks.Tests;

/// <summary>A customer of a tenant of its own, with endpoints at the receiver.</summary>
public sealed class Subscriber(WebhooksService service, WebhookReceiver receiver) : IDisposable
{
    int endpoints;

    public string Tenant { get; } = Running.NewTenant();
    public ApiClient Api => field ??= service.Client(Tenant);

    /// <summary>Makes an endpoint at a path of its own.</summary>
    public async Task<Subscription> SubscribeAsync(object? also = null, Behaviour? behaviour = null)
    {
        var path = $"/{Tenant}/{++endpoints}";
        if (behaviour is not null) receiver.Behave(path, behaviour);
        var body = JsonSerializer.SerializeToNode(also ?? new { })!.AsObject();
        body["url"] ??= receiver.Url + path;
        var made = (await Api.PostAsync("/v1/webhooks/endpoints", body)).ShouldBe(201).Json;
        return new Subscription(made.TextAt("data.id")!, made.TextAt("data.secret")!, path);
    }

    public async Task<JsonElement> DeliveryAsync(string id) => (await Api.GetAsync($"/v1/webhooks/deliveries/{id}")).ShouldBe(200).Json.At("data");

    /// <summary>The deliveries of an endpoint, the newest first.</summary>
    public async Task<List<JsonElement>> DeliveriesAsync(Subscription of) =>
        [.. (await Api.GetAsync($"/v1/webhooks/deliveries?endpointId={of.Id}&limit=200")).ShouldBe(200).Json.At("data").EnumerateArray()];

    /// <summary>Waits until the only delivery of an endpoint has this status.</summary>
    public async Task<JsonElement> DeliveryBecomesAsync(Subscription of, string status)
    {
        var found = await Eventually.Becomes($"the delivery is {status}", () => DeliveriesAsync(of),
            deliveries => deliveries.Count > 0 && deliveries[0].TextAt("status") == status);
        return await DeliveryAsync(found[0].TextAt("id")!);
    }

    /// <summary>Sends a test event to an endpoint and returns the id of its delivery.</summary>
    public async Task<string> TestAsync(Subscription endpoint) =>
        (await Api.PostAsync($"/v1/webhooks/endpoints/{endpoint.Id}/test")).ShouldBe(201).Json.TextAt("data.id")!;

    public void Dispose() => Api.Dispose();
}

/// <summary>An endpoint of a <see cref="Subscriber"/>.</summary>
public sealed record Subscription(string Id, string Secret, string Path);
