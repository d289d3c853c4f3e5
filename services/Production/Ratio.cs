using System.Numerics;
using Atlas.ServiceDefaults;

namespace Atlas.Production;

/// <summary>
/// An exact fraction, 0 or more. What a recipe needs is multiplied, divided and added up as such, through any number of levels, and is rounded
/// once, at the end.
/// </summary>
readonly record struct Ratio
{
    Ratio(BigInteger numerator, BigInteger denominator) => (Numerator, Denominator) = (numerator, denominator);

    public static Ratio Zero { get; } = new(0, 1);
    public static Ratio One { get; } = new(1, 1);

    // In lowest terms, so that equal fractions are equal values.
    public BigInteger Numerator { get; }
    public BigInteger Denominator { get; }

    public static Ratio Of(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign <= 0 || numerator.Sign < 0) throw new ArgumentException("A fraction is 0 or more, of something above 0.");
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new(numerator / common, denominator / common);
    }

    /// <summary>The exact value of a decimal, 0 or more.</summary>
    public static Ratio Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new BigInteger((uint)bits[2]) << 64 | new BigInteger((uint)bits[1]) << 32 | (uint)bits[0];
        return Of(value < 0 ? -mantissa : mantissa, BigInteger.Pow(10, value.Scale));
    }

    public static Ratio operator *(Ratio a, Ratio b) => Of(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Ratio operator /(Ratio a, Ratio b) => Of(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static Ratio operator +(Ratio a, Ratio b) => Of(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>As a quantity with so many decimals, rounded up: of what is needed there is never too little.</summary>
    /// <exception cref="BrokenRuleException"><c>out_of_range</c> where no quantity is that large.</exception>
    public decimal RoundedUp(int decimals) => Rounded(decimals, isUp: true);

    /// <summary>As a quantity with so many decimals, rounded down: of what is gained there is never too much.</summary>
    /// <inheritdoc cref="RoundedUp"/>
    public decimal RoundedDown(int decimals) => Rounded(decimals, isUp: false);

    decimal Rounded(int decimals, bool isUp)
    {
        var unit = BigInteger.Pow(10, decimals);
        var (whole, rest) = BigInteger.DivRem(Numerator * unit, Denominator);
        if (isUp && !rest.IsZero) whole++;
        if (whole > (BigInteger)StockFields.MaxQty * unit)
            throw new BrokenRuleException("out_of_range", $"No quantity can be more than {StockFields.MaxQty:0}.");
        return (decimal)whole / (decimal)unit;
    }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static Ratio Parse(string text)
    {
        var parts = text.Split('/');
        return Of(BigInteger.Parse(parts[0]), BigInteger.Parse(parts[1]));
    }

    public override string ToString() => $"{Numerator}/{Denominator}";
}
