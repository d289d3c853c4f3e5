using Atlas.Persistence.Outbox;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;

namespace Atlas.Persistence.ErrorQueues;

static class RedriveErrors
{
    const string Outbox = "outbox";
    const int UsualLimit = 100;
    const int MaxLimit = 10_000;

    /// <summary>
    /// Sends messages of an error queue to the consumer once more, with the ids they have: what was done before is not done
    /// again. The queue <c>outbox</c> stands for the messages that could not be sent.
    /// </summary>
    /// <param name="queue">A queue of <c>GET /internal/errors</c>.</param>
    /// <param name="limit">At most so many, the oldest first; 100 when it is not given, 10,000 at most.</param>
    /// <param name="messageId">Only this message.</param>
    public static async Task<IResult> Handle(
        string queue, int? limit, [FromQuery(Name = "message_id")] Guid? messageId, ServiceQueues queues, IConfiguration configuration,
        Database database, OutboxSignal relay, ILogger<RedriveView> log, HttpContext http, CancellationToken ct)
    {
        if (limit is < 1 or > MaxLimit) return Error.InvalidParameter("limit", $"limit must be between 1 and {MaxLimit}.");
        RedriveView view;
        if (queue == Outbox)
        {
            view = await ReviveAsync(database, limit ?? UsualLimit, messageId, ct);
            relay.Wake();
        }
        else
        {
            if (queues.Find(queue) is not { } errorQueue) return Error.NotFound("Error queue", queue);
            await using var broker = await Broker.ConnectAsync(configuration, ct);
            if (await broker.OpenAsync(errorQueue, ct) is not var (channel, _)) return Error.NotFound("Error queue", queue);
            await using (channel) view = await RedriveAsync(channel, errorQueue, limit ?? UsualLimit, messageId, ct);
        }

        log.LogWarning("{Credential} redrove {Count} messages of {Queue} (request {RequestId})",
            Caller.Of(http).Credential, view.Redriven, queue, http.RequestId());
        return Reply.Ok(view);
    }

    // A message leaves the error queue when the broker has confirmed that it is back in the consumer's; a crash in between leaves
    // it in both, and the inbox takes it once.
    static async Task<RedriveView> RedriveAsync(IChannel channel, ErrorQueue queue, int limit, Guid? messageId, CancellationToken ct)
    {
        var (redriven, present) = (0, await channel.MessageCountAsync(queue.Name, ct));
        // No more than there were at first: what fails again at once comes back to the end.
        for (var seen = 0u; seen < present && redriven < limit; seen++)
        {
            if (await channel.BasicGetAsync(queue.Name, autoAck: false, ct) is not { } delivery) break;
            if (messageId is not null && FailedMessage.IdOf(delivery) != messageId) continue; // Back when the channel closes.
            await channel.BasicPublishAsync(
                "", queue.Origin, mandatory: true, FailedMessage.PropertiesForRedrive(delivery), delivery.Body, ct);
            await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, ct);
            redriven++;
        }

        return new RedriveView(queue.Name, redriven, present - redriven);
    }

    static async Task<RedriveView> ReviveAsync(Database database, int limit, Guid? messageId, CancellationToken ct)
    {
        await using var revive = database.Worker.CreateCommand("""
            with revived as (
              update outbox set died_at = null, attempts = 0, available_at = now() where id in (
                select id from outbox where died_at is not null and ($1::uuid is null or message_id = $1) order by id limit $2)
              returning 1)
            select (select count(*) from revived), (select count(*) from outbox where died_at is not null)
            """);
        revive.Parameters.Add(new NpgsqlParameter { Value = (object?)messageId ?? DBNull.Value });
        revive.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await revive.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var (revived, before) = (reader.GetInt64(0), reader.GetInt64(1)); // One statement sees the table as it was before it.
        return new RedriveView(Outbox, (int)revived, before - revived);
    }
}
