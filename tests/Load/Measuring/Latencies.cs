namespace Atlas.Load.Measuring;

/// <summary>How long single things took, every one of them kept: a percentile is read off, not estimated.</summary>
sealed class Latencies
{
    readonly List<double> milliseconds = [];
    bool isSorted;

    public int Count => milliseconds.Count;

    public void Add(TimeSpan duration)
    {
        milliseconds.Add(duration.TotalMilliseconds);
        isSorted = false;
    }

    public void Add(Latencies others)
    {
        milliseconds.AddRange(others.milliseconds);
        isSorted = false;
    }

    /// <summary>Milliseconds that this share of all did not exceed; not a number when there were none.</summary>
    /// <param name="share">For example 0.99.</param>
    public double Percentile(double share)
    {
        if (milliseconds.Count == 0) return double.NaN;
        if (!isSorted) milliseconds.Sort();
        isSorted = true;
        return milliseconds[Math.Clamp((int)Math.Ceiling(share * milliseconds.Count) - 1, 0, milliseconds.Count - 1)];
    }
}
