using System.Diagnostics;
using System.Text.Json;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;

namespace Atlas.Persistence.Idempotency;

/// <summary>
/// A write that shares its transaction with others that arrived at the same time. What <see cref="UnitOfWork"/> promises for one
/// request holds for each of them: its effect, its messages and the answer kept under its <c>Idempotency-Key</c> are committed
/// together, before the first byte of the answer leaves; an answer other than 2xx leaves no effect; a dry run leaves nothing.
/// </summary>
/// <remarks>
/// There is no lock per key here. Whoever groups requests decides them one after another while it holds a lock that all instances
/// share; a repeated key therefore waits for the first request and then gets its answer, instead of a 409 while it is in flight.
/// </remarks>
public sealed class GroupedRequest
{
    const string JsonType = "application/json; charset=utf-8";

    readonly UnitOfWork.Key? key;
    readonly PathString path;

    GroupedRequest(HttpContext http, UnitOfWork.Key? key)
    {
        this.key = key;
        path = http.Request.Path;
        Caller = Caller.Of(http);
        RequestId = http.RequestId();
        IsDryRun = Caller.WantsDryRun(http);
        TraceParent = Activity.Current?.Id;
    }

    /// <summary>Who asks.</summary>
    public Caller Caller { get; }
    public string RequestId { get; }

    /// <summary>Decide, answer, and leave no effect.</summary>
    public bool IsDryRun { get; }

    /// <summary>The trace that the messages it causes belong to.</summary>
    public string? TraceParent { get; }

    /// <summary>True when it can be done again without harm: if it was committed, its answer is found under its key.</summary>
    public bool HasKey => key is not null;

    /// <summary>Reads who asks, the key, and the fingerprint of the body, which must have been read before.</summary>
    /// <exception cref="RefusedException">The key is not one.</exception>
    public static GroupedRequest Of(HttpContext http) =>
        UnitOfWork.TryReadKey(http, out var key, out var refusal) ? new GroupedRequest(http, key) : throw new RefusedException(refusal!);

    /// <summary>Writes down an answer.</summary>
    public CapturedAnswer Answer(int status, object body, string? location = null, long? version = null) => new()
    {
        Status = status,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Wire.Json),
        ContentType = JsonType,
        Location = location,
        ETag = version is { } number ? $"\"v{number}\"" : null,
        IsDryRun = IsDryRun,
    };

    /// <summary>Writes down a refusal.</summary>
    public CapturedAnswer Refuse(Error error) => new()
    {
        Status = error.StatusOn(path),
        Body = error.Write(path, RequestId),
        ContentType = JsonType,
        IsDryRun = IsDryRun,
    };

    /// <summary>Puts the routes of a group under the promises above; the handlers must keep them.</summary>
    public static RouteGroupBuilder InGroupedWork(RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (call, next) =>
            call.HttpContext.RequestServices.GetRequiredService<Database>().Ready.IsCompletedSuccessfully
                ? await UnitOfWork.InvokeAsync(() => next(call))
                : DatabaseAway.Unreachable);
        routes.WithMetadata(new UnitOfWork.RunsInUnitOfWork());
        return routes;
    }

    /// <summary>
    /// Asks for the answers given earlier to requests of a group, all of one tenant. Put it behind the statement that takes the lock which
    /// orders the groups; <see cref="ReadAsync"/> reads what comes.
    /// </summary>
    /// <returns>False when none of them has a key, and nothing was asked.</returns>
    public static bool Find(NpgsqlBatch batch, ServiceDb db, IReadOnlyList<GroupedRequest> requests)
    {
        var keys = requests.Select(request => request.key).OfType<UnitOfWork.Key>().ToList();
        if (keys.Count == 0) return false;
        // By hand: one statement for all keys of the group. Each key is looked up by itself, however few or many answers the planner believes in.
        var find = new NpgsqlBatchCommand("""
            select i.credential, i.method, i.path, i.key, i.fingerprint, i.status, i.content_type, i.location, i.e_tag, i.body
            from unnest($2::text[], $3::text[], $4::text[], $5::text[]) w (credential, method, path, key)
            cross join lateral (select * from idempotency i where i.tenant_id = $1 and i.credential = w.credential and i.method = w.method and i.path = w.path
              and i.key = w.key limit 1) i
            """);
        find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = db.CurrentTenant });
        foreach (var part in (Func<UnitOfWork.Key, string>[])[k => k.Credential, k => k.Method, k => k.Path, k => k.Value])
            find.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys.Select(part)] });
        batch.BatchCommands.Add(find);
        return true;
    }

    /// <summary>Reads what <see cref="Find"/> has asked for.</summary>
    public static async Task<KeptAnswers> ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var kept = new KeptAnswers();
        while (await reader.ReadAsync(ct))
            kept.Add(new KeptAnswers.Name(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)),
                reader.GetFieldValue<byte[]>(4), new CapturedAnswer
                {
                    Status = reader.GetInt32(5),
                    ContentType = reader.IsDBNull(6) ? null : reader.GetString(6),
                    Location = reader.IsDBNull(7) ? null : reader.GetString(7),
                    ETag = reader.IsDBNull(8) ? null : reader.GetString(8),
                    Body = reader.GetFieldValue<byte[]>(9),
                });
        return kept;
    }

    /// <summary>What is to be repeated to this request; null when it is new.</summary>
    public CapturedAnswer? Repeated(KeptAnswers kept)
    {
        if (key is null || kept.Find(NameOf(key)) is not var (fingerprint, answer)) return null;
        return fingerprint.AsSpan().SequenceEqual(key.Fingerprint)
            ? answer.Replayed(UnitOfWork.ReplayedHeader)
            : Refuse(UnitOfWork.KeyReused(path));
    }

    /// <summary>Remembers an answer for later requests of the same group, and for <see cref="Keep(NpgsqlBatch, ServiceDb, KeptAnswers)"/>.</summary>
    public void Keep(KeptAnswers kept, CapturedAnswer answer)
    {
        if (key is not null && !IsDryRun && (answer.IsSuccess || answer.IsWorthKeeping)) kept.AddNew(NameOf(key), key.Fingerprint, answer);
    }

    /// <summary>Stores the new answers of a group.</summary>
    public static void Keep(NpgsqlBatch batch, ServiceDb db, KeptAnswers kept)
    {
        var added = kept.New;
        if (added.Count == 0) return;
        var insert = new NpgsqlBatchCommand("""
            insert into idempotency (tenant_id, credential, method, path, key, fingerprint, status, content_type, location, e_tag, body)
            select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bytea[], $7::int[], $8::text[], $9::text[], $10::text[], $11::bytea[])
            """);
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = db.CurrentTenant });
        Add(added.Select(a => a.Name.Credential).ToArray());
        Add(added.Select(a => a.Name.Method).ToArray());
        Add(added.Select(a => a.Name.Path).ToArray());
        Add(added.Select(a => a.Name.Key).ToArray());
        Add(added.Select(a => a.Fingerprint).ToArray());
        Add(added.Select(a => a.Answer.Status).ToArray());
        AddTexts(added.Select(a => a.Answer.ContentType));
        AddTexts(added.Select(a => a.Answer.Location));
        AddTexts(added.Select(a => a.Answer.ETag));
        Add(added.Select(a => a.Answer.Body).ToArray());
        batch.BatchCommands.Add(insert);

        void Add<T>(T value) => insert.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

        void AddTexts(IEnumerable<string?> values) => insert.Parameters.Add(new NpgsqlParameter
        {
            Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
    }

    static KeptAnswers.Name NameOf(UnitOfWork.Key key) => new(key.Credential, key.Method, key.Path, key.Value);
}

/// <summary>The answers that are known under the keys of one group of requests: of earlier groups, and of this one so far.</summary>
public sealed class KeptAnswers
{
    readonly Dictionary<Name, (byte[] Fingerprint, CapturedAnswer Answer)> known = [];
    readonly List<(Name Name, byte[] Fingerprint, CapturedAnswer Answer)> added = [];

    internal IReadOnlyList<(Name Name, byte[] Fingerprint, CapturedAnswer Answer)> New => added;

    internal void Add(Name name, byte[] fingerprint, CapturedAnswer answer) => known[name] = (fingerprint, answer);

    internal void AddNew(Name name, byte[] fingerprint, CapturedAnswer answer)
    {
        Add(name, fingerprint, answer);
        added.Add((name, fingerprint, answer));
    }

    internal (byte[] Fingerprint, CapturedAnswer Answer)? Find(Name name) => known.TryGetValue(name, out var found) ? found : null;

    internal readonly record struct Name(string Credential, string Method, string Path, string Key);
}
