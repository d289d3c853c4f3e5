using System.Security.Cryptography;
using System.Text;

namespace Atlas.Gateway.Credentials;

/// <summary>
/// The text of an API key: <c>atlas_live_&lt;12 id&gt;_&lt;32 secret&gt;&lt;6 checksum&gt;</c>, base62. The checksum lets a mistyped or
/// invented key be refused by arithmetic alone, and lets scanners of leaked secrets know one when they see it.
/// </summary>
static class KeyText
{
    /// <summary>What every key matches; published for secret scanning.</summary>
    public const string Pattern = "atlas_(live|test|demo)_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}";

    const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const int PrefixLength = 11;
    const int IdLength = 12;
    const int SecretLength = 32; // 190 bits: too many to guess, so the stored hash needs no slow function.
    const int ChecksumLength = 6;
    const int Length = PrefixLength + IdLength + 1 + SecretLength + ChecksumLength;

    static readonly uint[] Crc32Table = [.. Enumerable.Range(0, 256).Select(n =>
    {
        var crc = (uint)n;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        return crc;
    })];

    /// <summary>Makes a new id.</summary>
    public static string NewId() => RandomNumberGenerator.GetString(Base62, IdLength);

    /// <summary>Makes the text of a key with a new secret.</summary>
    /// <param name="kind"><c>live</c> or <c>test</c>.</param>
    /// <param name="id">The key's id, from <see cref="NewId"/>.</param>
    public static string Mint(string kind, string id)
    {
        var text = $"{Prefix(kind, id)}_{RandomNumberGenerator.GetString(Base62, SecretLength)}";
        return string.Create(Length, text, static (key, text) =>
        {
            text.CopyTo(key);
            WriteChecksum(text, key[^ChecksumLength..]);
        });
    }

    /// <summary>The part that names a key and may be shown: <c>atlas_live_&lt;12 id&gt;</c>.</summary>
    public static string Prefix(string kind, string id) => $"atlas_{kind}_{id}";

    /// <summary>Finds the id in the text of a key. False when it does not look like one. Says nothing of the checksum.</summary>
    public static bool TryReadId(ReadOnlySpan<char> key, out ReadOnlySpan<char> id)
    {
        id = default;
        if (key.Length != Length || key[PrefixLength + IdLength] != '_') return false;
        if (key[..PrefixLength] is not ("atlas_live_" or "atlas_test_" or "atlas_demo_")) return false;
        id = key.Slice(PrefixLength, IdLength);
        return true;
    }

    /// <summary>True when the text is wholly base62 behind its prefix and ends with the checksum of what stands before.</summary>
    public static bool HasRightChecksum(ReadOnlySpan<char> key)
    {
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(key[..^ChecksumLength], checksum);
        return checksum.SequenceEqual(key[^ChecksumLength..])
            && !key.Slice(PrefixLength, IdLength).ContainsAnyExcept(Base62)
            && !key[(PrefixLength + IdLength + 1)..].ContainsAnyExcept(Base62);
    }

    /// <summary>SHA-256 of the key's text. Nothing else of a key is ever stored.</summary>
    public static byte[] Hash(ReadOnlySpan<char> key)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(key, hash);
        return hash;
    }

    /// <summary>Like <see cref="Hash(ReadOnlySpan{char})"/>, into 32 bytes that are there already.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(key.Length)];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
    }

    static void WriteChecksum(ReadOnlySpan<char> text, Span<char> checksum)
    {
        var crc = uint.MaxValue;
        foreach (var c in text) crc = (crc >> 8) ^ Crc32Table[(byte)(crc ^ c)];
        crc = ~crc;
        for (var i = ChecksumLength - 1; i >= 0; i--, crc /= 62) checksum[i] = Base62[(int)(crc % 62)];
    }
}
