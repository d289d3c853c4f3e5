using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Atlas.Persistence.Outbox;

/// <summary>
/// Carries committed messages to the broker. Every instance runs one; the parts of the outbox are shared by advisory locks.
/// A row is deleted only after the broker confirmed it, so a crash in between sends it again with the same message id, and the
/// inbox of the receiver drops the second.
/// </summary>
sealed class OutboxRelay(
    Database database, MessageTypes types, IBus bus, OutboxSignal signal, TimeProvider time, ILogger<OutboxRelay> log) : BackgroundService
{
    const int Batch = 500;
    const int AtOnce = 32;
    const int LockSpace = 4711;
    const int MaxAttempts = 12;

    // The table is empty at one moment and long at the next, so what the planner believes of it is always out of date.
    const string ByIndex = "set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)";
    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan PollWhileShared = TimeSpan.FromMilliseconds(20);
    static readonly TimeSpan ConfirmTimeout = TimeSpan.FromSeconds(10);
    static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    static readonly ActivitySource Traces = new("Atlas.Outbox");
    static readonly Meter Metrics = new("Atlas.Outbox");
    static readonly Counter<long> Relayed = Metrics.CreateCounter<long>("atlas.outbox.relayed", "{message}", "Messages confirmed by the broker");
    static readonly Histogram<double> Lag = Metrics.CreateHistogram<double>("atlas.outbox.lag", "s", "From commit to the broker's confirm");

    protected override async Task ExecuteAsync(CancellationToken ct)
    {
        await database.Ready.WaitAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var session = await database.Worker.OpenConnectionAsync(ct);
                while (true) await RelayOnceAsync(session, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                log.LogWarning("The outbox waits, because {Reason}", exception.Message);
                await Task.Delay(PauseAfterFault, ct);
            }
        }
    }

    async Task RelayOnceAsync(NpgsqlConnection session, CancellationToken ct)
    {
        var parts = await LockPartsAsync(session, ct);
        var moreIsWaiting = false;
        try
        {
            var messages = parts.Length == 0 ? [] : await ReadAsync(session, parts, ct);
            if (messages.Count > 0)
            {
                // No transaction is open while the broker takes its time.
                var outcomes = await PublishAsync(messages, ct);
                await SettleAsync(session, outcomes, ct);
                if (outcomes.FirstOrDefault(outcome => outcome.IsBrokerFault).Fault is { } fault)
                    throw new InvalidOperationException($"the broker did not take a message: {fault.Message}", fault);
                moreIsWaiting = messages.Count == Batch;
            }
        }
        finally
        {
            await ExecuteAsync(session, "select pg_advisory_unlock_all()", CancellationToken.None);
        }

        if (!moreIsWaiting) await signal.WaitAsync(parts.Length < OutboxMessage.Parts ? PollWhileShared : Poll, ct);
    }

    static async Task<short[]> LockPartsAsync(NpgsqlConnection session, CancellationToken ct)
    {
        await using var locks = new NpgsqlCommand(
            $"select p::smallint from generate_series(0, {OutboxMessage.Parts - 1}) p where pg_try_advisory_lock({LockSpace}, p)", session);
        await using var reader = await locks.ExecuteReaderAsync(ct);
        var parts = new List<short>(OutboxMessage.Parts);
        while (await reader.ReadAsync(ct)) parts.Add(reader.GetInt16(0));
        return [.. parts];
    }

    // A message whose earlier sibling failed waits behind it: order within an aggregate is a promise.
    static async Task<List<OutboxMessage>> ReadAsync(NpgsqlConnection session, short[] parts, CancellationToken ct)
    {
        await using var read = new NpgsqlBatch(session)
        {
            BatchCommands =
            {
                new($"select {ByIndex}"),
                new($"""
                    with failed as materialized (
                      select aggregate_id, min(id) as id from outbox where attempts > 0 and died_at is null and available_at > now() group by aggregate_id)
                    select id, part, aggregate_id, aggregate_version, message_id, tenant_id, type, trace_parent, body, attempts, created_at
                    from outbox o
                    where part = any($1) and died_at is null and available_at <= now()
                      and not exists (select from failed f where f.aggregate_id = o.aggregate_id and f.id < o.id)
                    order by id limit {Batch}
                    """) { Parameters = { new NpgsqlParameter<short[]> { TypedValue = parts } } },
            },
        };
        await using var reader = await read.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var messages = new List<OutboxMessage>();
        while (await reader.ReadAsync(ct))
            messages.Add(new OutboxMessage
            {
                Id = reader.GetInt64(0),
                Part = reader.GetInt16(1),
                AggregateId = reader.GetString(2),
                AggregateVersion = reader.GetInt64(3),
                MessageId = reader.GetGuid(4),
                TenantId = reader.GetString(5),
                Type = reader.GetString(6),
                TraceParent = reader.IsDBNull(7) ? null : reader.GetString(7),
                Body = reader.GetFieldValue<byte[]>(8),
                Attempts = reader.GetInt32(9),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(10),
            });
        return messages;
    }

    // Aggregates go side by side, so that confirms are awaited together; the messages of one aggregate go one after another. Not all at
    // once: who asks this service something meanwhile would wait behind them.
    async Task<List<Outcome>> PublishAsync(List<OutboxMessage> messages, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(ConfirmTimeout);
        var outcomes = new ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(messages.GroupBy(m => m.AggregateId), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (lane, _) =>
        {
            foreach (var message in lane)
            {
                var fault = await PublishOneAsync(message, timeout.Token);
                outcomes.Add(new Outcome(message, fault));
                if (fault is not null) break;
            }
        });
        ct.ThrowIfCancellationRequested();
        return [.. outcomes];
    }

    async Task<Exception?> PublishOneAsync(OutboxMessage message, CancellationToken ct)
    {
        try
        {
            var type = types.Find(message.Type);
            var body = JsonSerializer.Deserialize(message.Body, type, MessageJson.Options)!;
            ActivityContext.TryParse(message.TraceParent, null, isRemote: true, out var parent);
            using var trace = Traces.StartActivity("outbox relay", ActivityKind.Internal, parent);
            await bus.Publish(body, type, context =>
            {
                context.MessageId = message.MessageId;
                context.Headers.Set(AtlasHeaders.Tenant, message.TenantId);
                context.Headers.Set(AtlasHeaders.AggregateId, message.AggregateId);
                context.Headers.Set(AtlasHeaders.AggregateVersion, message.AggregateVersion);
            }, ct);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    async Task SettleAsync(NpgsqlConnection session, List<Outcome> outcomes, CancellationToken ct)
    {
        var confirmed = outcomes.Where(outcome => outcome.Fault is null).Select(outcome => outcome.Message).ToList();
        if (confirmed.Count > 0)
        {
            // It need not be on disk at once: should the server crash now, the messages are sent once more, which every inbox knows. What
            // must be on disk then has it for itself.
            await using var settle = new NpgsqlBatch(session)
            {
                BatchCommands =
                {
                    new($"select {ByIndex}, set_config('synchronous_commit', 'off', true)"),
                    new("delete from outbox where id = any($1)") { Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. confirmed.Select(m => m.Id)] } } },
                },
            };
            await settle.ExecuteNonQueryAsync(ct);
            Relayed.Add(confirmed.Count);
            Lag.Record((time.GetUtcNow() - confirmed.Min(message => message.CreatedAt)).TotalSeconds);
        }

        foreach (var (message, fault) in outcomes.Where(outcome => outcome.Fault is not null && !outcome.IsBrokerFault))
        {
            await using var note = new NpgsqlCommand("""
                update outbox set attempts = attempts + 1, last_error = $2,
                    available_at = now() + least(power(2, attempts), 300) * interval '1 second',
                    died_at = case when attempts + 1 >= $3 then now() end
                where id = $1
                """, session);
            note.Parameters.Add(new NpgsqlParameter<long> { TypedValue = message.Id });
            note.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fault!.Message });
            note.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxAttempts });
            await note.ExecuteNonQueryAsync(ct);
            log.LogError(fault, "Message {MessageId} of type {Type} cannot be sent (attempt {Attempt})",
                message.MessageId, message.Type, message.Attempts + 1);
        }
    }

    static async Task ExecuteAsync(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(ct);
    }

    readonly record struct Outcome(OutboxMessage Message, Exception? Fault)
    {
        // A message that cannot be read is its own fault; everything else is the broker's, and no mark against the message.
        public bool IsBrokerFault => Fault is not (null or JsonException or UnknownMessageTypeException or MessageReturnedException);
    }
}

/// <summary>Names of the headers that every message between services carries.</summary>
static class AtlasHeaders
{
    public const string Tenant = "Atlas-Tenant";
    public const string AggregateId = "Atlas-Aggregate-Id";
    public const string AggregateVersion = "Atlas-Aggregate-Version";
}

/// <summary>Finds a message type by its full name, which is the contract.</summary>
sealed class MessageTypes(Assembly contracts)
{
    public Type Find(string fullName) => contracts.GetType(fullName) ?? throw new UnknownMessageTypeException(fullName);
}

sealed class UnknownMessageTypeException(string type) : Exception($"There is no message type {type}.");
