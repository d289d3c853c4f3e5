using Atlas.Gateway.Limits;
using Atlas.Gateway.Tests.Setting;

namespace Atlas.Gateway.Tests.Limits;

public class BucketTests
{
    readonly HandClock clock = new();

    [Fact]
    public void A_full_bucket_gives_a_minutes_worth_and_no_more()
    {
        var bucket = new Bucket("default", 300, clock);

        for (var n = 1; n <= 300; n++) bucket.Take().ShouldSatisfyAllConditions(t => t.IsTaken.ShouldBeTrue(), t => t.Remaining.ShouldBe(300 - n));

        bucket.Take().IsTaken.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(6_000)]
    public void Whoever_waits_as_long_as_he_is_told_is_served(int perMinute)
    {
        var bucket = new Bucket("default", perMinute, clock);
        while (bucket.Take().IsTaken) { }

        for (var n = 0; n < 10; n++)
        {
            var refused = bucket.Take();
            refused.IsTaken.ShouldBeFalse();
            refused.Seconds.ShouldBeGreaterThanOrEqualTo(1);
            clock.Turn(TimeSpan.FromSeconds(refused.Seconds));

            bucket.Take().IsTaken.ShouldBeTrue();
            while (bucket.Take().IsTaken) { }
        }
    }

    [Fact]
    public void It_fills_up_evenly()
    {
        var bucket = new Bucket("default", 60, clock);
        while (bucket.Take().IsTaken) { }

        clock.Turn(TimeSpan.FromSeconds(10));

        for (var n = 0; n < 10; n++) bucket.Take().IsTaken.ShouldBeTrue();
        bucket.Take().IsTaken.ShouldBeFalse();
    }

    [Fact]
    public void It_says_when_it_will_be_full_again_and_then_is()
    {
        var bucket = new Bucket("default", 60, clock);
        for (var n = 0; n < 29; n++) bucket.Take();

        var last = bucket.Take();
        clock.Turn(TimeSpan.FromSeconds(last.Seconds));

        last.Seconds.ShouldBe(30);
        bucket.IsFull.ShouldBeTrue();
    }

    [Fact]
    public void A_token_given_back_can_be_taken_again()
    {
        var bucket = new Bucket("default", 1, clock);
        bucket.Take().IsTaken.ShouldBeTrue();

        bucket.GiveBack();

        bucket.Take().IsTaken.ShouldBeTrue();
        bucket.Take().IsTaken.ShouldBeFalse();
    }

    [Fact]
    public async Task Many_at_once_take_exactly_what_is_there()
    {
        var bucket = new Bucket("default", 1_000, clock);
        var taken = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var n = 0; n < 500; n++)
                if (bucket.Take().IsTaken) Interlocked.Increment(ref taken);
        })));

        taken.ShouldBe(1_000);
    }

    [Fact]
    public void The_headers_are_structured_fields()
    {
        var bucket = new Bucket("default", 600, clock);

        bucket.Policy.ShouldBe("\"default\";q=600;w=60");
        bucket.Take().Header.ShouldBe("\"default\";r=599;t=1");
    }
}
