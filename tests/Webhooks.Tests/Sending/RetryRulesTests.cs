using Atlas.Webhooks.Sending;

namespace Atlas.Webhooks.Tests.Sending;

public sealed class RetryRulesTests
{
    readonly WebhookSettings usual = Settings.Read("Production");

    [Fact]
    public void The_usual_schedule_has_ten_tries_in_75_hours_and_35_minutes()
    {
        usual.RetrySchedule.Count.ShouldBe(10);
        usual.RetrySchedule[0].ShouldBe(TimeSpan.Zero);
        usual.RetrySchedule.Aggregate((a, b) => a + b).ShouldBe(new TimeSpan(75, 35, 5));
        usual.Timeout.ShouldBe(TimeSpan.FromSeconds(15));
        usual.DisableAfter.ShouldBe(TimeSpan.FromDays(5));
    }

    [Fact]
    public void A_wait_is_never_shorter_than_the_schedule_says_and_at_most_a_fifth_longer()
    {
        var rules = new RetryRules(usual);
        for (var tries = 1; tries < 10; tries++)
            for (var i = 0; i < 200; i++)
                rules.NextIn(tries, null)!.Value.ShouldBeInRange(usual.RetrySchedule[tries], usual.RetrySchedule[tries] * 1.2);
        rules.NextIn(10, null).ShouldBeNull();
    }

    [Fact]
    public void A_receiver_that_asks_for_more_time_gets_it()
    {
        var rules = new RetryRules(usual);
        rules.NextIn(1, TimeSpan.FromMinutes(2)).ShouldBe(TimeSpan.FromMinutes(2));
        rules.NextIn(2, TimeSpan.FromSeconds(1))!.Value.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Loopback_is_reached_in_development_and_nothing_private_in_production()
    {
        Settings.Read("Development").AllowedNetworks.ShouldNotBeEmpty();
        usual.AllowedNetworks.ShouldBeEmpty();
    }
}
