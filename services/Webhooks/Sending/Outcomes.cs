using Atlas.Persistence;
using Atlas.Webhooks.Deliveries;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Webhooks.Sending;

/// <summary>
/// Writes down what came of an attempt: the delivery, its log and its lane in one statement. By hand, because it happens for
/// every attempt of every tenant, and only while the lease is still held.
/// </summary>
sealed class Outcomes(Database database)
{
    /// <summary>Records an attempt.</summary>
    /// <param name="delivery">What was sent.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="decision">What happens with the delivery now.</param>
    /// <param name="ct">Ends the writing.</param>
    /// <returns>How the lane stands after it; null when the lease was lost meanwhile, so that another attempt counts.</returns>
    public async Task<LaneState?> RecordAsync(ClaimedDelivery delivery, AttemptResult result, Decision decision, CancellationToken ct)
    {
        await using var connection = await database.Worker.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection); // One round trip, and one transaction.
        if (delivery.KeepsOrder) batch.BatchCommands.Add(LockLane(delivery));
        batch.BatchCommands.Add(Write(delivery, result, decision));
        if (delivery.KeepsOrder && decision.Status == Delivery.Delivered) batch.BatchCommands.Add(ReleaseNext(delivery));

        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (delivery.KeepsOrder) await reader.NextResultAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new LaneState(
            reader.IsDBNull(0) ? null : reader.GetFieldValue<DateTimeOffset>(0), reader.GetInt32(1), reader.GetInt32(2));
    }

    // Against a claim that holds back the next event of the key at this very moment.
    static NpgsqlBatchCommand LockLane(ClaimedDelivery delivery)
    {
        var command = new NpgsqlBatchCommand("select 1 from lanes where tenant_id = $1 and endpoint_id = $2 for update");
        Add(command, delivery.TenantId);
        Add(command, delivery.EndpointId);
        return command;
    }

    static NpgsqlBatchCommand Write(ClaimedDelivery delivery, AttemptResult result, Decision decision)
    {
        var command = new NpgsqlBatchCommand("""
            with settled as (
              update deliveries set status = $4, attempts = attempts + 1, tries = tries + $5, next_attempt_at = now() + $6,
                  parks_key = $7, lease_token = null, lease_until = null, lease_holder = null, attempt_started_at = null,
                  last_status_code = $8, last_error = $9, settled_at = case when $6 is null then now() end
              where tenant_id = $1 and id = $2 and lease_token = $3
              returning attempts, next_attempt_at, endpoint_id
            ), noted as (
              insert into attempts (tenant_id, delivery_id, number, at, duration_ms, status_code, error, response_head, response_snippet, next_attempt_at)
              select $1, $2, attempts, $10, $11, $8, $9, $12, $13, next_attempt_at from settled
            ), lane as (
              update lanes l set
                  failing_since = case when $14 then coalesce(l.failing_since, now()) end,
                  failed_attempts = case when $14 then l.failed_attempts + 1 else 0 end,
                  warnings = case when $14 then l.warnings else 0 end,
                  half_open = $14 and (l.half_open or $16)
              from settled s where l.tenant_id = $1 and l.endpoint_id = s.endpoint_id
                and ($14 or ($15 and (l.failing_since is not null or l.half_open)))
              returning l.failing_since, l.failed_attempts, l.warnings
            )
            select lane.failing_since, coalesce(lane.failed_attempts, 0), coalesce(lane.warnings, 0) from settled left join lane on true
            """);
        Add(command, delivery.TenantId);
        Add(command, delivery.Id);
        Add(command, delivery.LeaseToken);
        Add(command, decision.Status);
        Add(command, decision.CountsAsTry ? 1 : 0);
        AddNullable(command, decision.NextIn, NpgsqlDbType.Interval);
        Add(command, decision.ParksKey);
        AddNullable(command, result.StatusCode, NpgsqlDbType.Integer);
        AddNullable(command, result.Error, NpgsqlDbType.Text);
        Add(command, result.At.UtcDateTime);
        Add(command, (int)Math.Min(result.Duration.TotalMilliseconds, int.MaxValue));
        AddNullable(command, result.ResponseHead, NpgsqlDbType.Text);
        AddNullable(command, result.ResponseSnippet, NpgsqlDbType.Text);
        Add(command, decision.Lane == LaneEffect.Fails);
        Add(command, decision.Lane == LaneEffect.Recovers);
        Add(command, result.ShrinksLane);
        return command;
    }

    static NpgsqlBatchCommand ReleaseNext(ClaimedDelivery delivery)
    {
        var command = new NpgsqlBatchCommand("""
            update deliveries set next_attempt_at = now() where tenant_id = $1 and id = (
              select n.id from deliveries d join deliveries n
                on n.tenant_id = d.tenant_id and n.endpoint_id = d.endpoint_id and n.ordering_key = d.ordering_key
                and n.status = 'pending' and n.next_attempt_at is null and n.sequence > d.sequence
              where d.tenant_id = $1 and d.id = $2 order by n.sequence limit 1)
            """);
        Add(command, delivery.TenantId);
        Add(command, delivery.Id);
        return command;
    }

    static void Add<T>(NpgsqlBatchCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    static void AddNullable(NpgsqlBatchCommand command, object? value, NpgsqlDbType type) =>
        command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
}

/// <summary>What an attempt means for the lane.</summary>
enum LaneEffect
{
    None,
    Recovers,
    Fails,
}

/// <summary>What happens with a delivery after an attempt.</summary>
/// <param name="Status">Its status from now on.</param>
/// <param name="NextIn">When to try again; null when it is settled.</param>
/// <param name="ParksKey">It is given up where order is kept.</param>
/// <param name="CountsAsTry">False when this side broke it off.</param>
sealed record Decision(string Status, TimeSpan? NextIn, bool ParksKey, bool CountsAsTry, LaneEffect Lane);

/// <summary>How a lane stands after an attempt that changed it; without trouble all is null and zero.</summary>
sealed record LaneState(DateTimeOffset? FailingSince, int FailedAttempts, int Warnings);
