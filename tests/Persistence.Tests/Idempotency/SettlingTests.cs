using System.Diagnostics;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;

namespace Atlas.Persistence.Tests.Idempotency;

/// <summary>Answers that another service decides.</summary>
public sealed class SettlingTests(TallyFixture fixture) : IClassFixture<TallyFixture>, IDisposable
{
    readonly ApiClient client = fixture.Service.Client();

    TallyService Service => fixture.Service;

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task The_answer_is_what_was_decided_and_so_is_its_replay()
    {
        var (id, key) = (await Service.CreateTallyAsync("weighed"), ("Idempotency-Key", "weigh-1"));

        var first = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(200);
        var second = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(200);

        first.Json.At("data.weight").GetDecimal().ShouldBe(PutOnScales.Weight);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        second.Body.ShouldBe(first.Body);
        (await Service.QueryAsync<decimal>("select weight from tallies where id = $1", id)).ShouldBe([PutOnScales.Weight]);
    }

    [Fact]
    public async Task When_nobody_decides_in_time_the_request_is_taken_and_decided_later()
    {
        var (id, key) = (await Service.CreateTallyAsync(PutOnScales.NoScales), ("Idempotency-Key", "weigh-2"));
        var started = Stopwatch.GetTimestamp();

        var answer = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(202);

        Stopwatch.GetElapsedTime(started).ShouldBeInRange(TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(8));
        answer.Json.At("data.weight").GetDecimal().ShouldBeLessThan(0);
        (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(202).Header("Idempotent-Replayed").ShouldBe("true");
        PutOnScales.Delivered.SetResult();
        await Eventually.Becomes("it is weighed", () => client.GetAsync($"/v1/tallies/{id}"),
            read => read.Json.At("data.weight").GetDecimal() == PutOnScales.Weight);
    }
}
