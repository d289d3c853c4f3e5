using Atlas.ServiceDefaults;
using Atlas.Webhooks.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Deliveries;

static class RetryDelivery
{
    /// <summary>Sends an event to its endpoint once more, whether it was delivered, given up or waits; the bytes are the same.</summary>
    public static async Task<IResult> Handle(string id, HttpContext http, WebhooksDb db, TimeProvider time, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var deliveryId)) return Error.NotFound("Delivery", id);
        // Locked, because the dispatcher may be writing its outcome at this moment.
        var delivery = await db.Deliveries.FromSql($"select * from deliveries where tenant_id = {db.CurrentTenant} and id = {deliveryId} for update")
            .FirstOrDefaultAsync(ct);
        if (delivery is null) return Error.NotFound("Delivery", id);
        var endpoint = await db.Endpoints.FirstOrDefaultAsync(e => e.Id == delivery.EndpointId, ct);
        if (endpoint is null) return Error.Conflict("endpoint_deleted", "The endpoint of this delivery was deleted.");
        endpoint.RefuseUnlessEnabled("retry");

        delivery.Redeliver(await db.NowAsync(ct));
        AuditEntry.Add(db, http, time, "delivery.retried", delivery.Id.ToString());
        db.WakeAfterCommit(delivery.EndpointId);
        await db.SaveChangesAsync(ct);
        return Reply.Ok(DeliveryView.From(delivery));
    }
}
