namespace Atlas.Persistence;

/// <summary>
/// Short ids in the form that the public API shows, for example <c>ord-q3k7m2</c>: six characters of base 36, unique in the
/// service, without any order that could be read from them.
/// </summary>
/// <remarks>
/// A database sequence, scrambled by a permutation of all six-character ids, so that two can never be the same. After 2.1
/// thousand million ids they grow to seven characters. Numbers are fetched in blocks.
/// </remarks>
public sealed class ShortIds(Database database)
{
    /// <summary>The sequence that each service with short ids makes in a migration, with this step.</summary>
    public const string Sequence = "short_ids";
    public const int Block = 50;

    const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
    const int Length = 6;
    const long Side = 36 * 36 * 36;
    const long Range = Side * Side;
    const int Rounds = 4;

    readonly SemaphoreSlim gate = new(1, 1);
    long next;
    long end;

    /// <summary>The next id, for example <c>ord-q3k7m2</c> for the prefix <c>ord</c>.</summary>
    public async ValueTask<string> NextAsync(string prefix, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (next == end)
            {
                await using var command = database.App.CreateCommand($"select nextval('{Sequence}')");
                next = (long)(await command.ExecuteScalarAsync(ct))!;
                end = next + Block;
            }

            return $"{prefix}-{Write(next++)}";
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The id that belongs to a number of the sequence.</summary>
    internal static string Write(long number)
    {
        var (lap, rest) = Math.DivRem(number, Range);
        var scrambled = Permute(rest);
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--, scrambled /= 36) text[i] = Alphabet[(int)(scrambled % 36)];
        return lap == 0 ? new string(text) : $"{text}{Alphabet[(int)lap]}";
    }

    // A Feistel network: whatever the rounds do, it maps the range onto itself one to one.
    static long Permute(long value)
    {
        var (left, right) = Math.DivRem(value, Side);
        for (var round = 1; round <= Rounds; round++)
            (left, right) = (right, (left + (right * 2654435761L + round * 40503L >> 7) % Side) % Side);
        return left * Side + right;
    }
}
