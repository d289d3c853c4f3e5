using System.Numerics;

namespace Atlas.Catalog.Conversions;

/// <summary>How a converted quantity becomes one that its unit can hold.</summary>
enum Rounding
{
    /// <summary>Not at all: what does not fit is refused.</summary>
    Exact,

    /// <summary>Away from zero.</summary>
    Up,

    /// <summary>Towards zero.</summary>
    Down,

    /// <summary>To the nearest; halves away from zero.</summary>
    HalfUp,
}

/// <summary>
/// How many of one unit another unit is: a positive fraction, kept in lowest terms. Nothing is ever lost: there and back again is
/// the identity, and a chain of conversions is the same as the one it stands for.
/// </summary>
sealed record Ratio
{
    public static readonly Ratio One = new(1, 1);

    public Ratio(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        (Numerator, Denominator) = (numerator / common, denominator / common);
    }

    public BigInteger Numerator { get; }
    public BigInteger Denominator { get; }

    /// <summary>The way back.</summary>
    public Ratio Inverse => new(Denominator, Numerator);

    /// <summary>True when both parts can be told to another service.</summary>
    public bool FitsLong => Numerator <= long.MaxValue && Denominator <= long.MaxValue;

    /// <summary>First the one, then the other.</summary>
    public static Ratio operator *(Ratio first, Ratio second) =>
        new(first.Numerator * second.Numerator, first.Denominator * second.Denominator);

    /// <summary>Multiplies and rounds once, at the end.</summary>
    /// <param name="quantity">Any quantity, negative too.</param>
    /// <param name="decimals">How many decimals the result may have.</param>
    /// <param name="rounding">What happens to further decimals.</param>
    /// <returns>Null when it does not fit exactly and <paramref name="rounding"/> wants it to, or when it is larger than a decimal.</returns>
    public decimal? Apply(decimal quantity, int decimals, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, 28);
        var (digits, scale) = Split(quantity);
        var dividend = BigInteger.Abs(digits) * Numerator * BigInteger.Pow(10, decimals);
        var divisor = Denominator * BigInteger.Pow(10, scale);
        var whole = BigInteger.DivRem(dividend, divisor, out var rest);
        if (!rest.IsZero)
        {
            if (rounding == Rounding.Exact) return null;
            if (rounding == Rounding.Up || (rounding == Rounding.HalfUp && rest * 2 >= divisor)) whole++;
        }

        return Join(digits.Sign < 0 ? -whole : whole, decimals);
    }

    /// <summary>For people to read, at most <paramref name="decimals"/> of its decimals; never calculate with it.</summary>
    public decimal? ToDecimal(int decimals) => Apply(1, decimals, Rounding.HalfUp);

    public override string ToString() => $"{Numerator}/{Denominator}";

    static (BigInteger Digits, int Scale) Split(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = (((BigInteger)(uint)bits[2] << 32 | (uint)bits[1]) << 32) | (uint)bits[0];
        return (bits[3] < 0 ? -digits : digits, (bits[3] >> 16) & 0xFF);
    }

    static readonly BigInteger Largest = (BigInteger.One << 96) - 1;

    static decimal? Join(BigInteger digits, int scale)
    {
        // Zeros at the end carry nothing, and without them more numbers fit.
        while (scale > 0 && (digits % 10).IsZero) (digits, scale) = (digits / 10, scale - 1);
        var size = BigInteger.Abs(digits);
        if (size > Largest) return null;
        return new decimal((int)(uint)(size & uint.MaxValue), (int)(uint)((size >> 32) & uint.MaxValue), (int)(uint)(size >> 64), digits.Sign < 0, (byte)scale);
    }
}
