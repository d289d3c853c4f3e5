using Atlas.ServiceDefaults;
using Atlas.Webhooks.Deliveries;
using Atlas.Webhooks.Events;
using Atlas.Webhooks.Events.Data;

namespace Atlas.Webhooks.Endpoints;

static class TestEndpoint
{
    /// <summary>Sends <c>webhook.test</c> to this endpoint, in the way that everything is sent. The delivery tells what came of it.</summary>
    public static async Task<IResult> Handle(string id, WebhooksDb db, EventLog log, TimeProvider time, CancellationToken ct)
    {
        if (await db.FindEndpointAsync(id, ct) is not var (endpoint, _)) return Error.NotFound("Endpoint", id);
        endpoint.RefuseUnlessEnabled("test");
        var name = endpoint.Id.ToString();
        var delivery = await log.RecordForAsync(endpoint, new EventToTell(
            EventTypes.Test, name, name, $"/v1/webhooks/endpoints/{name}", time.GetUtcNow(),
            new TestData(endpoint.Id, "This is a test of your webhook endpoint.")), ct);
        return Reply.Created($"/v1/webhooks/deliveries/{delivery.Id}", DeliveryView.From(delivery));
    }
}
