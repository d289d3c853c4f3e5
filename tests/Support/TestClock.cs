namespace Atlas.Support;

/// <summary>A clock that stands still until a test moves it. It fires no timers.</summary>
public sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    DateTimeOffset now = now;

    /// <summary>Begins at a time that the examples of the API use.</summary>
    public TestClock() : this(new DateTimeOffset(2026, 5, 8, 14, 30, 0, TimeSpan.Zero)) { }

    public override DateTimeOffset GetUtcNow() => now;

    public void Advance(TimeSpan by) => now += by;
}
