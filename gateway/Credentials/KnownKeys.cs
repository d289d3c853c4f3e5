using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Atlas.Gateway.Limits;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Credentials;

/// <summary>
/// The keys that were presented lately. What the database said is believed for 4.5 seconds, so that a revocation reaches every
/// gateway within 5; a key in use is read again before that, beside the requests, which then never wait.
/// </summary>
sealed class KnownKeys(
    FixedKeys fixedKeys, KeyLookup lookup, Budgets budgets, TimeProvider time, ILogger<KnownKeys> log)
{
    const int MaxTextLength = 200;
    const int MaxRemembered = 100_000;
    const int MaxStrangersAtOnce = 16;
    static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BelievedFor = TimeSpan.FromSeconds(4.5);
    static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(10);
    static readonly TimeSpan PauseBetweenReads = TimeSpan.FromMilliseconds(500);

    readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);
    readonly SemaphoreSlim strangers = new(MaxStrangersAtOnce);
    readonly ConcurrentDictionary<string, Task> reading = new(StringComparer.Ordinal);

    /// <summary>Judges the text of a key by what is known here. Never touches the database.</summary>
    public Verdict Judge(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxTextLength) return Verdict.Invalid;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeyText.Hash(text, hash);
        if (fixedKeys.Find(hash) is { } credential) return Verdict.Good(credential);
        if (!KeyText.TryReadId(text, out var id)) return Verdict.Invalid;

        // A known key is judged by its hash, which a wrong checksum changes; only before the database the checksum must be right.
        if (!known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var key))
            return KeyText.HasRightChecksum(text) ? Verdict.AskDatabase(id.ToString()) : Verdict.Invalid;
        var now = time.GetTimestamp();
        var age = time.GetElapsedTime(key.ReadAt, now);
        if (age > BelievedFor || key.IsOutdated) return KeyText.HasRightChecksum(text) ? Verdict.AskDatabase(key.Id) : Verdict.Invalid;
        if (age > ReadAgainAfter) ReadBesideRequests(key, now);
        return key.Judge(hash, now, time);
    }

    /// <summary>True when the key was good on this gateway before, so that looking it up again is not guessing.</summary>
    public bool WasGood(string id) => known.TryGetValue(id, out var key) && key.Credential is not null;

    /// <summary>Asks the database about a key, and judges the text by the answer. Requests that ask for one key share the question.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<Verdict> LookUpAsync(string id, string text)
    {
        await ReadOnceAsync(id);
        // The question that was shared may have been asked before a change that was made here.
        if (known.TryGetValue(id, out var key) && key.IsOutdated) await ReadOnceAsync(id);
        return known.TryGetValue(id, out key) ? key.Judge(KeyText.Hash(text), time.GetTimestamp(), time) : Verdict.Invalid;
    }

    /// <summary>Notes that a key was just changed here: whatever was read of it before this moment is not believed any more.</summary>
    public void WasChanged(string id)
    {
        var now = time.GetTimestamp();
        known.AddOrUpdate(id, _ => new Known(id, null, null, readAt: now - 1, changedAt: now, lastUsed: 0), (_, key) => key.Changed(now));
    }

    /// <summary>When each key was last used, for those used since <paramref name="since"/> (a timestamp).</summary>
    public IEnumerable<(string Id, long At)> UsedSince(long since)
    {
        foreach (var key in known.Values)
            if (key.Credential is not null && key.LastUsed > since) yield return (key.Id, key.LastUsed);
    }

    /// <summary>Forgets keys that nobody uses any more.</summary>
    public void ForgetIdle()
    {
        var now = time.GetTimestamp();
        foreach (var (id, key) in known)
            if (time.GetElapsedTime(Math.Max(key.LastUsed, key.ReadAt), now) > (key.Credential is null ? BelievedFor : ForgottenAfter))
                known.TryRemove(new(id, key));
    }

    void ReadBesideRequests(Known key, long now)
    {
        if (!key.MayReadAgain(now, (long)(PauseBetweenReads.TotalSeconds * time.TimestampFrequency))) return;
        _ = ReadOnceAsync(key.Id).ContinueWith(
            read => log.LogWarning("Key {Key} could not be read again: {Reason}", key.Id, read.Exception!.GetBaseException().Message),
            CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    Task ReadOnceAsync(string id) => reading.GetOrAdd(id, static (id, keys) => keys.ReadAsync(id), this);

    async Task ReadAsync(string id)
    {
        await Task.Yield(); // So that the task is listed before it can be taken off the list.
        try
        {
            known.TryGetValue(id, out var before);
            var (readAt, stored) = before?.Credential is null ? await ReadStrangerAsync(id) : await ReadRowAsync(id);
            if (known.Count >= MaxRemembered) ForgetIdle();
            if (known.Count >= MaxRemembered) known.Clear(); // They will be asked for again.
            var credential = stored is null ? null : CredentialOf(stored, before);
            known.AddOrUpdate(id,
                _ => new Known(id, stored, credential, readAt, changedAt: 0, lastUsed: 0),
                (_, key) => new Known(id, stored, credential, readAt, key.ChangedAt, key.LastUsed));
        }
        finally
        {
            reading.TryRemove(id, out _);
        }
    }

    // Invented keys from many addresses at once must leave connections for the keys that are in use.
    async Task<(long ReadAt, StoredKey? Stored)> ReadStrangerAsync(string id)
    {
        await strangers.WaitAsync();
        try
        {
            return await ReadRowAsync(id);
        }
        finally
        {
            strangers.Release();
        }
    }

    async Task<(long ReadAt, StoredKey? Stored)> ReadRowAsync(string id)
    {
        var readAt = time.GetTimestamp(); // Before the question: the answer may be as old as that.
        return (readAt, await lookup.FindAsync(id));
    }

    // Limits and identities live on as long as the key means the same.
    Credential CredentialOf(StoredKey key, Known? before)
    {
        var caller = new Caller(key.Tenant, key.Id, key.Scopes.ToFrozenSet(StringComparer.Ordinal), DryRunWrites: false);
        return before?.Credential is { } same && same.IsSameAs(caller)
            ? same
            : new Credential(caller, before?.Credential?.Own ?? budgets.NewOfKey(), budgets.OfTenant(key.Tenant));
    }

    sealed class Known(string id, StoredKey? stored, Credential? credential, long readAt, long changedAt, long lastUsed)
    {
        long lastUsed = lastUsed;
        long nextRead;

        public string Id => id;
        public Credential? Credential => credential;
        public long ReadAt => readAt;
        public long ChangedAt => changedAt;

        /// <summary>True when it was changed here after it was read.</summary>
        public bool IsOutdated => readAt < changedAt;
        public long LastUsed => Volatile.Read(ref lastUsed);

        public Verdict Judge(ReadOnlySpan<byte> hash, long now, TimeProvider time)
        {
            if (stored is null || credential is null) return Verdict.Invalid;
            if (!CryptographicOperations.FixedTimeEquals(stored.Hash, hash))
            {
                if (stored.PreviousHash is null || !CryptographicOperations.FixedTimeEquals(stored.PreviousHash, hash)) return Verdict.Invalid;
                if (stored.PreviousUntil <= time.GetUtcNow()) return Verdict.Revoked; // Rotated away.
            }

            if (stored.RevokedAt is not null) return Verdict.Revoked;
            if (stored.ExpiresAt is { } end && end <= time.GetUtcNow()) return Verdict.Expired;
            Volatile.Write(ref lastUsed, now);
            return Verdict.Good(credential);
        }

        public Known Changed(long now) => new(id, stored, credential, readAt, changedAt: now, LastUsed);

        public bool MayReadAgain(long now, long pause)
        {
            var due = Volatile.Read(ref nextRead);
            return now >= due && Interlocked.CompareExchange(ref nextRead, now + pause, due) == due;
        }
    }
}
