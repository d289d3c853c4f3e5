using Atlas.Persistence;
using Atlas.Webhooks.Endpoints;
using Npgsql;

namespace Atlas.Webhooks.Sending;

/// <summary>
/// Finds and leases what is due. By hand, because a claim is a set operation over lanes of all tenants: under the lock of each
/// lane it takes what that lane has free, marks it with a lease, and reads all that sending needs, in one statement.
/// </summary>
sealed class Claims(Database database, Presence presence)
{
    const int MaxLanesPerPoll = 1_000;
    const int MaxHeldBackPerClaim = 1_000;

    /// <summary>Lanes that have something due, whoever committed it. One index probe per lane, however much waits in it.</summary>
    public async Task<List<LaneKey>> FindDueLanesAsync(CancellationToken ct)
    {
        await using var find = database.Worker.CreateCommand($"""
            with recursive first as (
              (select tenant_id, endpoint_id, next_attempt_at from deliveries where next_attempt_at is not null
               order by tenant_id, endpoint_id, next_attempt_at limit 1)
              union all
              select n.tenant_id, n.endpoint_id, n.next_attempt_at from first f cross join lateral (
                select tenant_id, endpoint_id, next_attempt_at from deliveries
                where next_attempt_at is not null and (tenant_id, endpoint_id) > (f.tenant_id, f.endpoint_id)
                order by tenant_id, endpoint_id, next_attempt_at limit 1) n
            )
            select f.tenant_id, f.endpoint_id from first f join endpoints e on e.tenant_id = f.tenant_id and e.id = f.endpoint_id
            where f.next_attempt_at <= now() and e.enabled limit {MaxLanesPerPoll}
            """);
        return await ReadLanesAsync(find, ct);
    }

    /// <summary>
    /// Gives back what a process had in flight that is no more, or that took too long. The log says that such an attempt was interrupted, because
    /// nobody knows whether it arrived.
    /// </summary>
    public async Task<List<LaneKey>> TakeBackAsync(CancellationToken ct)
    {
        await using var takeBack = database.Worker.CreateCommand($"""
            with lost as (
              select tenant_id, id, attempt_started_at from deliveries d
              where lease_until is not null and (lease_until < now() or (lease_holder <> $1 and not exists (
                select from pg_locks l where l.locktype = 'advisory' and l.classid = {Presence.LockSpace} and l.objid = d.lease_holder
                  and l.database = (select oid from pg_database where datname = current_database()))))
              for update skip locked
            ), freed as (
              update deliveries d set status = 'retrying', next_attempt_at = now(), attempts = attempts + 1,
                  lease_token = null, lease_until = null, lease_holder = null, attempt_started_at = null, last_status_code = null, last_error = '{AttemptError.Interrupted}'
              from lost where d.tenant_id = lost.tenant_id and d.id = lost.id
              returning d.tenant_id, d.endpoint_id, d.id, d.attempts, lost.attempt_started_at
            ), noted as (
              insert into attempts (tenant_id, delivery_id, number, at, duration_ms, error, next_attempt_at)
              select tenant_id, id, attempts, attempt_started_at, 0, '{AttemptError.Interrupted}', now() from freed
            )
            select distinct tenant_id, endpoint_id from freed
            """);
        takeBack.Parameters.Add(new NpgsqlParameter<int> { TypedValue = presence.Number });
        return await ReadLanesAsync(takeBack, ct);
    }

    /// <summary>Leases what is due in these lanes, as far as each has room.</summary>
    /// <param name="due">Where to look.</param>
    /// <param name="atMost">How many deliveries in all.</param>
    /// <param name="atMostHalfOpen">How many lanes that are half open may take part.</param>
    /// <param name="lease">For how long nobody else may send them.</param>
    /// <param name="ct">Ends the claim.</param>
    public async Task<Claim> ClaimAsync(
        IReadOnlyCollection<LaneKey> due, int atMost, int atMostHalfOpen, TimeSpan lease, CancellationToken ct)
    {
        await using var connection = await database.Worker.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (locked, keepsOrder) = await LockAsync(connection, due, ct);
        if (keepsOrder) await HoldBackAsync(connection, locked, ct);
        var deliveries = locked.Count == 0 ? [] : await LeaseAsync(connection, locked, atMost, atMostHalfOpen, lease, ct);
        await transaction.CommitAsync(ct);
        return new Claim(deliveries, locked);
    }

    // Another instance may be claiming in a lane at this moment; such a lane is left to it.
    static async Task<(List<LaneKey> Lanes, bool KeepsOrder)> LockAsync(
        NpgsqlConnection connection, IReadOnlyCollection<LaneKey> due, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            select l.tenant_id, l.endpoint_id, e.ordering = '{Endpoint.OrderingByKey}'
            from unnest($1::text[], $2::uuid[]) k (tenant_id, endpoint_id)
            join lanes l on l.tenant_id = k.tenant_id and l.endpoint_id = k.endpoint_id
            join endpoints e on e.tenant_id = l.tenant_id and e.id = l.endpoint_id
            where e.enabled order by 1, 2 for update of l skip locked
            """, connection);
        AddLanes(command, due);
        var lanes = new List<LaneKey>(due.Count);
        var keepsOrder = false;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            lanes.Add(new LaneKey(reader.GetString(0), reader.GetGuid(1)));
            keepsOrder |= reader.GetBoolean(2);
        }

        return (lanes, keepsOrder);
    }

    // Where order is kept, what stands behind an unacknowledged event of its key is no longer due; the acknowledgement makes it so.
    static async Task HoldBackAsync(NpgsqlConnection connection, IReadOnlyCollection<LaneKey> lanes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"""
            update deliveries w set next_attempt_at = null from (
              select d.tenant_id, d.id
              from unnest($1::text[], $2::uuid[]) k (tenant_id, endpoint_id)
              join endpoints e on e.tenant_id = k.tenant_id and e.id = k.endpoint_id and e.ordering = '{Endpoint.OrderingByKey}'
              join deliveries d on d.tenant_id = k.tenant_id and d.endpoint_id = k.endpoint_id and d.next_attempt_at <= now()
              where {StandsBehindAnother} limit {MaxHeldBackPerClaim}) b
            where w.tenant_id = b.tenant_id and w.id = b.id
            """, connection);
        AddLanes(command, lanes);
        await command.ExecuteNonQueryAsync(ct);
    }

    const string StandsBehindAnother = """
        exists (select from deliveries p where p.tenant_id = d.tenant_id and p.endpoint_id = d.endpoint_id
                and p.ordering_key = d.ordering_key and p.sequence < d.sequence
                and p.status <> 'delivered' and (p.status <> 'dead' or p.parks_key))
        """;

    async Task<List<ClaimedDelivery>> LeaseAsync(
        NpgsqlConnection connection, IReadOnlyCollection<LaneKey> lanes, int atMost, int atMostHalfOpen, TimeSpan lease, CancellationToken ct)
    {
        var token = Guid.NewGuid();
        await using var command = new NpgsqlCommand($"""
            with lane as materialized (
              select l.tenant_id, l.endpoint_id, l.half_open, e.ordering, e.rate_per_second, bucket.tokens,
                least(case when l.half_open then 1 else {Lane.Width} end - in_flight.n, floor(bucket.tokens)) as free,
                row_number() over (partition by l.half_open order by random()) as nr
              from unnest($1::text[], $2::uuid[]) k (tenant_id, endpoint_id)
              join lanes l on l.tenant_id = k.tenant_id and l.endpoint_id = k.endpoint_id
              join endpoints e on e.tenant_id = l.tenant_id and e.id = l.endpoint_id
              cross join lateral (
                select count(*) as n from deliveries d
                where d.tenant_id = l.tenant_id and d.endpoint_id = l.endpoint_id and d.lease_until > now()) in_flight
              cross join lateral (
                select case when e.rate_per_second is null then {Lane.Width}
                       else least(e.rate_per_second, l.tokens + e.rate_per_second * extract(epoch from clock_timestamp() - l.refilled_at)::float8)
                       end as tokens) bucket
            ), picked as (
              select d.tenant_id, d.id, lane.half_open, lane.ordering, lane.free from lane cross join lateral (
                select d.tenant_id, d.id from deliveries d
                where d.tenant_id = lane.tenant_id and d.endpoint_id = lane.endpoint_id and d.next_attempt_at <= now()
                  and (lane.ordering <> '{Endpoint.OrderingByKey}' or not {StandsBehindAnother})
                order by d.next_attempt_at limit greatest(lane.free, 0)::int for update skip locked) d
              where not lane.half_open or lane.nr <= $4
              limit $3
            ), claimed as (
              update deliveries d set status = 'delivering', next_attempt_at = null, lease_token = $5, lease_until = now() + $6, lease_holder = $7,
                  attempt_started_at = clock_timestamp()
              from picked p where d.tenant_id = p.tenant_id and d.id = p.id
              returning d.tenant_id, d.id, d.event_id, d.event_type, d.endpoint_id, d.attempts, d.tries, d.created_at,
                  p.half_open, p.ordering, d.ordering_key, p.free
            ), paid as (
              update lanes l set tokens = lane.tokens - (select count(*) from claimed c where c.tenant_id = l.tenant_id and c.endpoint_id = l.endpoint_id),
                  refilled_at = clock_timestamp()
              from lane where l.tenant_id = lane.tenant_id and l.endpoint_id = lane.endpoint_id and lane.rate_per_second is not null
            )
            select c.tenant_id, c.id, c.event_id, c.event_type, c.endpoint_id, c.attempts, c.tries, c.created_at, c.half_open,
                c.ordering = '{Endpoint.OrderingByKey}',
                case when e.payload = '{Endpoint.PayloadThin}' then v.thin_body else v.body end, v.trace_parent,
                e.url, e.sealed_headers, e.sealed_bearer_token,
                array(select s.sealed from endpoint_secrets s where s.tenant_id = c.tenant_id and s.endpoint_id = c.endpoint_id
                      and (s.expires_at is null or s.expires_at > now()) order by s.created_at desc, s.id desc),
                c.ordering_key, c.free::int
            from claimed c
            join events v on v.tenant_id = c.tenant_id and v.id = c.event_id
            join endpoints e on e.tenant_id = c.tenant_id and e.id = c.endpoint_id
            """, connection);
        AddLanes(command, lanes);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atMost });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = atMostHalfOpen });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = token });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = presence.Number });
        var deliveries = new List<ClaimedDelivery>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            deliveries.Add(new ClaimedDelivery
            {
                TenantId = reader.GetString(0),
                Id = reader.GetGuid(1),
                LeaseToken = token,
                EventId = reader.GetString(2),
                EventType = reader.GetString(3),
                EndpointId = reader.GetGuid(4),
                Attempts = reader.GetInt32(5),
                Tries = reader.GetInt32(6),
                CreatedAt = reader.GetFieldValue<DateTimeOffset>(7),
                IsHalfOpen = reader.GetBoolean(8),
                KeepsOrder = reader.GetBoolean(9),
                Body = reader.GetFieldValue<byte[]>(10),
                TraceParent = reader.IsDBNull(11) ? null : reader.GetString(11),
                Url = reader.GetString(12),
                SealedHeaders = reader.IsDBNull(13) ? null : reader.GetFieldValue<byte[]>(13),
                SealedBearerToken = reader.IsDBNull(14) ? null : reader.GetFieldValue<byte[]>(14),
                SealedSecrets = reader.GetFieldValue<byte[][]>(15),
                OrderingKey = reader.GetString(16),
                LaneHadFree = reader.GetInt32(17),
            });
        return deliveries;
    }

    static void AddLanes(NpgsqlCommand command, IReadOnlyCollection<LaneKey> lanes)
    {
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lanes.Select(lane => lane.TenantId)] });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. lanes.Select(lane => lane.EndpointId)] });
    }

    static async Task<List<LaneKey>> ReadLanesAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var lanes = new List<LaneKey>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) lanes.Add(new LaneKey(reader.GetString(0), reader.GetGuid(1)));
        return lanes;
    }
}

/// <summary>What a claim brought.</summary>
/// <param name="Deliveries">To be sent now.</param>
/// <param name="Lanes">The lanes that were looked into; others were locked by another instance, or disabled.</param>
sealed record Claim(IReadOnlyList<ClaimedDelivery> Deliveries, IReadOnlyCollection<LaneKey> Lanes);
