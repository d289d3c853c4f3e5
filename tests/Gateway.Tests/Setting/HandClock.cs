namespace Atlas.Gateway.Tests.Setting;

/// <summary>A clock that a test turns by hand. Timers still run on real time.</summary>
sealed class HandClock : TimeProvider
{
    long ticks = DateTimeOffset.UtcNow.Ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => Volatile.Read(ref ticks);
    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref ticks), TimeSpan.Zero);
    public void Turn(TimeSpan by) => Interlocked.Add(ref ticks, by.Ticks);
}
