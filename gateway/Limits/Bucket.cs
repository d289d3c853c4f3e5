using System.Globalization;

namespace Atlas.Gateway.Limits;

/// <summary>
/// A token bucket: holds a minute's worth of requests and fills up evenly. One number, the time at which it will be full again,
/// says everything about it, so taking a token is one compare-and-swap.
/// </summary>
sealed class Bucket
{
    public const int WindowSeconds = 60;

    readonly TimeProvider time;
    readonly long perToken;
    readonly long window;
    long fullAt;

    /// <param name="name">Name of the policy in the headers, for example <c>default</c>.</param>
    /// <param name="perMinute">Tokens that it holds, and gets back per minute.</param>
    public Bucket(string name, int perMinute, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(perMinute);
        this.time = time;
        Name = name;
        Policy = string.Create(CultureInfo.InvariantCulture, $"\"{name}\";q={perMinute};w={WindowSeconds}");
        perToken = WindowSeconds * time.TimestampFrequency / perMinute;
        window = perToken * perMinute;
        fullAt = time.GetTimestamp();
    }

    public string Name { get; }

    /// <summary>What the <c>RateLimit-Policy</c> header says.</summary>
    public string Policy { get; }

    /// <summary>True when nothing was taken for so long that it is as good as new.</summary>
    public bool IsFull => Volatile.Read(ref fullAt) <= time.GetTimestamp();

    /// <summary>Takes one token, if there is one.</summary>
    public Taken Take()
    {
        while (true)
        {
            var now = time.GetTimestamp();
            var was = Volatile.Read(ref fullAt);
            var next = Math.Max(was, now) + perToken;
            var missing = next - now;
            if (missing > window) return new Taken(this, IsTaken: false, 0, Seconds(missing - window));
            if (Interlocked.CompareExchange(ref fullAt, next, was) == was)
                return new Taken(this, IsTaken: true, (window - missing) / perToken, Seconds(missing));
        }
    }

    /// <summary>Gives a token back that was taken for a request that another limit refused.</summary>
    public void GiveBack() => Interlocked.Add(ref fullAt, -perToken);

    // Rounded up, so that whoever waits that long finds what was promised.
    long Seconds(long timestamps) => Math.Max(1, (timestamps + time.TimestampFrequency - 1) / time.TimestampFrequency);
}

/// <summary>What came of taking a token.</summary>
/// <param name="Remaining">Tokens left.</param>
/// <param name="Seconds">When taken: until the bucket is full again. When not: until there is a token.</param>
readonly record struct Taken(Bucket Bucket, bool IsTaken, long Remaining, long Seconds)
{
    /// <summary>What the <c>RateLimit</c> header says.</summary>
    public string Header => string.Create(CultureInfo.InvariantCulture, $"\"{Bucket.Name}\";r={Remaining};t={Seconds}");
}
