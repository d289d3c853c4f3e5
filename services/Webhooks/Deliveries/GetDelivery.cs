using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Deliveries;

static class GetDelivery
{
    const int MaxAttempts = 200;

    /// <summary>Shows one delivery and its attempts; the newest 200, where it was sent again and again by hand.</summary>
    public static async Task<IResult> Handle(string id, WebhooksDb db, CancellationToken ct)
    {
        if (!Guid.TryParse(id, out var deliveryId) || await db.Deliveries.FirstOrDefaultAsync(d => d.Id == deliveryId, ct) is not { } delivery)
            return Error.NotFound("Delivery", id);
        var attempts = await db.Attempts.Where(a => a.DeliveryId == deliveryId).OrderByDescending(a => a.Number).Take(MaxAttempts).ToListAsync(ct);
        return Reply.Ok(new DeliveryDetailView(DeliveryView.From(delivery), [.. attempts.OrderBy(a => a.Number).Select(AttemptView.From)]));
    }
}
