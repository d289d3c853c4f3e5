using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Configuration;

namespace Atlas.Persistence.ErrorQueues;

static class ListErrors
{
    const int Shown = 50;

    /// <summary>Lists what went wrong for good: by queue, with the first messages of each, and what could not be sent at all.</summary>
    public static async Task<Ok<Envelope<ErrorsView>>> Handle(
        ServiceQueues queues, IConfiguration configuration, Database database, CancellationToken ct)
    {
        var views = new List<ErrorQueueView>();
        await using (var broker = await Broker.ConnectAsync(configuration, ct))
            foreach (var queue in queues.ErrorQueues)
                if (await LookAsync(broker, queue, ct) is { Count: > 0 } view)
                    views.Add(view);
        var (outbox, outboxCount) = await ReadOutboxAsync(database, ct);
        return Reply.Ok(new ErrorsView(views, outbox, outboxCount));
    }

    static async Task<ErrorQueueView?> LookAsync(Broker broker, ErrorQueue queue, CancellationToken ct)
    {
        if (await broker.OpenAsync(queue, ct) is not var (channel, count)) return null;
        await using (channel)
        {
            var messages = new List<FailedMessageView>();
            while (messages.Count < Shown && await channel.BasicGetAsync(queue.Name, autoAck: false, ct) is { } delivery)
                messages.Add(FailedMessage.Describe(delivery));
            return new ErrorQueueView(queue.Name, queue.Kind, count, messages);
        }
    }

    static async Task<(List<FailedMessageView> Messages, long Count)> ReadOutboxAsync(Database database, CancellationToken ct)
    {
        await using var read = database.Worker.CreateCommand($"""
            select message_id, type, tenant_id, aggregate_id, last_error, died_at, count(*) over () from outbox
            where died_at is not null order by id limit {Shown}
            """);
        await using var reader = await read.ExecuteReaderAsync(ct);
        var (messages, count) = (new List<FailedMessageView>(), 0L);
        while (await reader.ReadAsync(ct))
        {
            messages.Add(new FailedMessageView(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                await reader.IsDBNullAsync(4, ct) ? null : reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5)));
            count = reader.GetInt64(6);
        }

        return (messages, count);
    }
}
