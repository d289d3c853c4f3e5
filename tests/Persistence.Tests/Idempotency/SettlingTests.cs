using Atlas.Persistence.Idempotency;
using Atlas.Persistence.Tests.Tallies;
using Atlas.Support;
using Microsoft.Extensions.Configuration;

namespace Atlas.Persistence.Tests.Idempotency;

/// <summary>Answers that another service decides.</summary>
public sealed class SettlingTests
{
    [Fact]
    public async Task The_answer_is_what_was_decided_and_so_is_its_replay()
    {
        await using var service = await StartAsync("00:02:00");
        using var client = service.Client();
        var (id, key) = (await service.CreateTallyAsync("weighed"), ("Idempotency-Key", "weigh-1"));

        var first = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(200);
        var second = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(200);

        first.Json.At("data.weight").GetDecimal().ShouldBe(PutOnScales.Weight);
        second.Header("Idempotent-Replayed").ShouldBe("true");
        second.Body.ShouldBe(first.Body);
        (await service.QueryAsync<decimal>("select weight from tallies where id = $1", id)).ShouldBe([PutOnScales.Weight]);
    }

    [Fact]
    public async Task When_nobody_decides_in_time_the_request_is_taken_and_decided_later()
    {
        await using var service = await StartAsync("00:00:01");
        using var client = service.Client();
        var (id, key) = (await service.CreateTallyAsync(PutOnScales.NoScales), ("Idempotency-Key", "weigh-2"));

        var answer = (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(202);

        answer.Json.At("data.weight").GetDecimal().ShouldBeLessThan(0);
        (await client.PostAsync($"/v1/tallies/{id}/weigh", null, key)).ShouldBe(202).Header("Idempotent-Replayed").ShouldBe("true");
        PutOnScales.Delivered.SetResult();
        await Eventually.Becomes("it is weighed", () => client.GetAsync($"/v1/tallies/{id}"),
            read => read.Json.At("data.weight").GetDecimal() == PutOnScales.Weight);
    }

    [Fact]
    public void Three_seconds_are_time_enough_unless_something_else_is_set() =>
        SettlingPatience.Read(new ConfigurationBuilder().Build()).AtMost.ShouldBe(TimeSpan.FromSeconds(3));

    static Task<TallyService> StartAsync(string atMost) => TallyService.StartAsync(builder =>
        builder.Configuration.AddInMemoryCollection([new("Atlas:Settling:AtMost", atMost)]));
}
