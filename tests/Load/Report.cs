using System.Diagnostics;
using System.Globalization;
using Atlas.Load.Measuring;

namespace Atlas.Load;

/// <summary>The table, printed row by row as the figures come in, so that it is its own progress.</summary>
sealed class Report
{
    const int LabelWidth = 52;
    const int NumberWidth = 10;

    readonly long started = Stopwatch.GetTimestamp();
    readonly bool isTerminal = !Console.IsOutputRedirected;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Begins a part of the table.</summary>
    public void Section(string title, string unit = "per s")
    {
        Clear();
        Console.WriteLine();
        Console.WriteLine($"{title,-LabelWidth}{unit,NumberWidth}{"p50 ms",NumberWidth}{"p95 ms",NumberWidth}{"p99 ms",NumberWidth}");
    }

    /// <summary>Shows what is being done until the next row replaces it. On no terminal nothing is shown.</summary>
    public void Doing(string what)
    {
        if (isTerminal) Console.Write($"\r\e[K  {what} …");
    }

    /// <summary>One measured row.</summary>
    public void Row(string label, Sample sample, string note = "") => Row(
        label, sample.PerSecond, sample.P50, sample.P95, sample.P99,
        sample.Failures == 0 ? note : $"{sample.Failures} FAILED  {note}");

    /// <summary>A row with a rate and latencies in milliseconds; what is not a number stays blank.</summary>
    public void Row(string label, double perSecond, double p50, double p95, double p99, string note = "")
    {
        Clear();
        Console.WriteLine($"  {label,-(LabelWidth - 2)}{Rate(perSecond),NumberWidth}{Time(p50),NumberWidth}{Time(p95),NumberWidth}{Time(p99),NumberWidth}  {note}".TrimEnd());
    }

    /// <summary>A line of words.</summary>
    public void Line(string text)
    {
        Clear();
        Console.WriteLine(text);
    }

    public static string Ratio(double of, double to) => (of / to).ToString(to > of * 10 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    static string Rate(double value) => double.IsNaN(value) ? "" : value.ToString(value < 100 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    static string Time(double value) => double.IsNaN(value) ? "" : value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    void Clear()
    {
        if (isTerminal) Console.Write("\r\e[K");
    }
}
