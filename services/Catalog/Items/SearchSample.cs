using System.Collections.Concurrent;
using System.Numerics;
using Atlas.Persistence;
using Npgsql;

namespace Atlas.Catalog.Items;

/// <summary>Some of the texts that a tenant's items are searched by, to know what is rare among them.</summary>
/// <remarks>
/// The index of the search knows where each three letters are. Those that nearly every item has, as the first of numbers that all begin
/// alike, cost a walk over all items and tell nothing. So the index is asked for the part of a word that costs least, and the rows that it
/// finds for the whole word. What is chosen changes how long the search takes, never what it finds.
/// </remarks>
sealed class SearchSample(IReadOnlyList<string> texts)
{
    /// <summary>From fewer texts nothing follows; and so few items are searched fast anyway.</summary>
    public const int MinTexts = 200;

    const int ShortestPart = 3;
    const int LongestPart = 8;

    // To fetch a row costs as much as a hundred entries of the index, about.
    const double RowCost = 100;

    /// <summary>The part of a folded word by which the index finds it at the least cost: the word itself, or letters and digits of it.</summary>
    public string CheapestPart(string word)
    {
        if (texts.Count < MinTexts || word.Length <= ShortestPart) return word;
        var threes = Enumerable.Range(0, word.Length - ShortestPart + 1).Select(start => WhoHolds(word.AsSpan(start, ShortestPart))).ToList();
        var (best, least) = (word, double.PositiveInfinity);
        for (var start = 0; start < threes.Count; start++)
        {
            if (threes[start] is not { } holders) continue;
            var (together, entries) = (holders, Frequency(holders, ShortestPart));
            for (var length = ShortestPart; length <= LongestPart; length++)
            {
                var cost = entries + RowCost * Frequency(together, length);
                if (cost < least) (best, least) = (word.Substring(start, length), cost);
                var next = start + length - ShortestPart + 1;
                if (next >= threes.Count || threes[next] is not { } more) break;
                (together, entries) = ([.. together.Zip(more, (a, b) => a & b)], entries + Frequency(more, ShortestPart));
            }
        }

        return best;
    }

    // One bit for each text; null where not all are letters or digits, which the index knows only together with the ends of words.
    ulong[]? WhoHolds(ReadOnlySpan<char> three)
    {
        foreach (var c in three)
            if (!char.IsLetterOrDigit(c)) return null;
        var holders = new ulong[(texts.Count + 63) / 64];
        for (var i = 0; i < texts.Count; i++)
            if (texts[i].AsSpan().Contains(three, StringComparison.Ordinal)) holders[i / 64] |= 1UL << (i % 64);
        return holders;
    }

    // Nobody among the texts does not mean nobody at all: less than half a text, and the less the longer the part.
    double Frequency(ulong[] holders, int length)
    {
        var count = holders.Sum(BitOperations.PopCount);
        return (count > 0 ? count : 0.5 / (1 << (length - ShortestPart))) / texts.Count;
    }
}

/// <summary>Takes the samples, and keeps them for a while.</summary>
sealed class SearchSamples(Database database, TimeProvider time)
{
    const int Texts = 1_000;
    const int RowsToLookAt = 20_000;
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<string, (SearchSample Sample, DateTimeOffset At)> samples = new();

    /// <summary>The sample of a tenant.</summary>
    public async Task<SearchSample> OfAsync(string tenant, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (samples.TryGetValue(tenant, out var known) && now - known.At < Lifetime) return known.Sample;
        var sample = new SearchSample(await TakeAsync(tenant, ct));
        foreach (var (other, old) in samples)
            if (now - old.At >= Lifetime) samples.TryRemove(other, out _);
        samples[tenant] = (sample, now);
        return sample;
    }

    // Whole pages from all over the table, of which the tenant has its share.
    async Task<List<string>> TakeAsync(string tenant, CancellationToken ct)
    {
        await using var take = database.Worker.CreateCommand($"""
            select search_text from items
              tablesample system ((select least(100, 100 * {RowsToLookAt} / greatest(reltuples, 1)) from pg_class where oid = 'items'::regclass))
            where tenant_id = $1 order by random() limit {Texts}
            """);
        take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        await using var reader = await take.ExecuteReaderAsync(ct);
        var texts = new List<string>();
        while (await reader.ReadAsync(ct)) texts.Add(reader.GetString(0));
        return texts;
    }
}
