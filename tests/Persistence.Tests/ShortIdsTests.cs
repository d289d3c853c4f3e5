using Microsoft.Extensions.DependencyInjection;

namespace Atlas.Persistence.Tests;

public sealed class ShortIdsTests(TallyFixture fixture) : IClassFixture<TallyFixture>
{
    [Fact]
    public void A_million_numbers_give_a_million_ids_of_six_characters()
    {
        var ids = new HashSet<string>(1_000_000);

        for (var number = 1L; number <= 1_000_000; number++)
        {
            var id = ShortIds.Write(number);
            if (id.Length != 6 || !ids.Add(id)) throw new ShouldAssertException($"{number} gives {id}.");
        }
    }

    [Fact]
    public void Numbers_beyond_all_six_characters_get_a_seventh_and_collide_with_none()
    {
        const long all = 36L * 36 * 36 * 36 * 36 * 36;
        long[] numbers = [0, 1, all - 1, all, all + 1, 2 * all, 2 * all + 1, 35 * all];

        numbers.Select(ShortIds.Write).ShouldBeUnique();
        ShortIds.Write(all - 1).Length.ShouldBe(6);
        ShortIds.Write(all).Length.ShouldBe(7);
    }

    [Fact]
    public void Neighbours_look_nothing_alike()
    {
        var prefixes = Enumerable.Range(1, 100).Select(number => ShortIds.Write(number)[..3]).Distinct().Count();

        prefixes.ShouldBeGreaterThan(90);
    }

    [Fact]
    public async Task Two_instances_never_give_the_same_id()
    {
        await using var replica = await fixture.Service.StartReplicaAsync();
        ShortIds[] instances = [fixture.Service.Services.GetRequiredService<ShortIds>(), replica.Services.GetRequiredService<ShortIds>()];

        var ids = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => instances[i % 2].NextAsync("tly", default).AsTask()));

        ids.ShouldBeUnique();
        ids.ShouldAllBe(id => id.StartsWith("tly-") && id.Length == 10);
    }
}
