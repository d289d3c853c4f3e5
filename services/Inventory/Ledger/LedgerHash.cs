using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atlas.Inventory.Ledger;

/// <summary>The chain that makes tampering visible: each transaction's hash covers its content and the hash before it.</summary>
static class LedgerHash
{
    public const int Bytes = 32;

    // Dividing by one with the largest scale drops trailing zeros, so that a number has one form whatever made it.
    const decimal One = 1.0000000000000000000000000000m;

    public static byte[] Of(ReadOnlySpan<byte> before, LedgerTransaction transaction, IReadOnlyList<LedgerLine> lines)
    {
        var text = new StringBuilder(256 + lines.Count * 256);
        Add(text, transaction.LedgerSeq, transaction.Id, transaction.Type, Micros(transaction.PostedAt), Micros(transaction.EffectiveAt),
            transaction.SourceType, transaction.SourceId, transaction.SourceNo, transaction.Reason, transaction.ReasonCode,
            transaction.Reference, transaction.ReversesTransactionId, transaction.CreatedBy, transaction.LineCount);
        foreach (var line in lines)
        {
            Add(text, line.LineNo, line.ItemId, line.FacilityId, line.LocationId, line.LocationType, line.LotId, line.SerialNo, line.StatusId,
                line.Qty, line.EnteredQty, line.EnteredUomId, line.UnitCost, line.Value, line.Currency);
            if (line.CorrectsSeq is not null) Add(text, line.CorrectsSeq, line.CorrectsLineNo);
            if (line.EffectiveAt != transaction.EffectiveAt) Add(text, Micros(line.EffectiveAt));
        }

        return SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(text.ToString())]);
    }

    /// <summary>PostgreSQL keeps microseconds; what is finer would be lost, and the hash with it.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset time) => new(time.UtcTicks / 10 * 10, TimeSpan.Zero);

    static long Micros(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    // Each value is preceded by its length, so that no two contents are written alike.
    static void Add(StringBuilder text, params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            var part = value switch
            {
                null => null,
                decimal number => (number / One).ToString(CultureInfo.InvariantCulture),
                IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };
            text.Append(part?.Length ?? -1).Append(':').Append(part).Append(';');
        }

        text.Append('\n');
    }
}
