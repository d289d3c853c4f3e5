using System.Buffers.Binary;

namespace Atlas.Webhooks.Events;

/// <summary>Makes ids for events: <c>evt_</c> and 26 characters of <c>[0-9A-Z]</c> that sort by time.</summary>
static class EventIds
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // Without letters that are mistaken for digits.
    const int Length = 26;

    public static string New()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var number = new UInt128(
            BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--, number >>= 5) text[i] = Alphabet[(int)(number & 31)];
        return $"evt_{text}";
    }
}
