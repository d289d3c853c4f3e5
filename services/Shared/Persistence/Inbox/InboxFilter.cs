using Atlas.Persistence.Outbox;
using Atlas.Persistence.Tenancy;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Persistence.Inbox;

/// <summary>
/// Around every consumer: one transaction holds the receipt, the effect and the messages the effect causes. A message that
/// comes again finds its receipt and changes nothing; one that comes twice at once waits on the receipt's key and then changes
/// nothing.
/// </summary>
sealed class InboxFilter<T>(ServiceDb db, Tenant tenant, Database database) : IFilter<ConsumeContext<T>> where T : class
{
    public async Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next)
    {
        var ct = context.CancellationToken;
        await database.Ready.WaitAsync(ct);
        var consumer = context.ReceiveContext.InputAddress.AbsolutePath.Split('/')[^1];
        var messageId = context.MessageId ?? throw new InvalidOperationException("A message without an id cannot be received once.");
        tenant.Use(context.Headers.Get<string>(AtlasHeaders.Tenant)
            ?? throw new InvalidOperationException($"Message {messageId} does not say whose it is."));

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isNew = await db.Database.ExecuteSqlAsync(
            $"insert into inbox (consumer, message_id) values ({consumer}, {messageId}) on conflict do nothing", ct);
        if (isNew == 0) return;

        await next.Send(context);
        await transaction.CommitAsync(ct);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
