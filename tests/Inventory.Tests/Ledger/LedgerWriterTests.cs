using Atlas.Support;

namespace Atlas.Inventory.Tests.Ledger;

/// <summary>What happens to a group of commands when the database does not take it.</summary>
[Collection(OneSystem.Name)]
public sealed class LedgerWriterTests(InventorySystem system)
{
    const int Together = 40;

    [Fact]
    public async Task A_posting_that_the_database_refuses_fails_alone_and_those_beside_it_are_posted_once()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var reason = $"refused-{tenant.Name}";
        await OnPostingAsync(reason, "raise exception 'not this one';");

        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(n => PostAsync(tenant, item, n % 4 == 0 ? reason : "taken", key: $"k-{n}")));

        answers.Where((_, n) => n % 4 == 0).ShouldAllBe(answer => answer.Status == HttpStatusCode.InternalServerError);
        answers.Where((_, n) => n % 4 != 0).ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        (await tenant.OnHandAsync(item)).ShouldBe(Together * 3 / 4);
        (await tenant.HaveAsync(item, 1)).Status.ShouldBe(HttpStatusCode.Created); // The connections are as good as before.
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task When_a_connection_dies_while_a_group_is_written_what_has_a_key_is_posted_once_and_whoever_has_none_is_told()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var reason = $"dies-{tenant.Name}";
        // A sequence is not rolled back, so it happens once and never again: behind those that go alone, in the midst of a group.
        await system.TamperAsync("create sequence deaths");
        await OnPostingAsync(reason, "if nextval('deaths') = 5 then perform pg_terminate_backend(pg_backend_pid()); end if;");

        var answers = await Task.WhenAll(Enumerable.Range(0, Together).Select(n => n % 2 == 0 ? PostAsync(tenant, item, "taken", key: $"k-{n}") : PostAsync(tenant, item, reason, key: null)));

        answers.Where((_, n) => n % 2 == 0).ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        var told = answers.Where(answer => answer.Status != HttpStatusCode.Created).ToList();
        told.ShouldNotBeEmpty();
        foreach (var answer in told) answer.ShouldBeError(503, "outcome_unknown");
        (await tenant.OnHandAsync(item)).ShouldBe(Together - told.Count);
        await tenant.BooksAreSoundAsync();
    }

    static Task<Answer> PostAsync(TestTenant tenant, Guid item, string reason, string? key) =>
        tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 1, reason }, key is null ? [] : [("Idempotency-Key", key)]);

    // Runs when a transaction with this reason is inserted.
    async Task OnPostingAsync(string reason, string what)
    {
        var name = $"on_{reason.Replace('-', '_')}";
        await system.TamperAsync($"""
            create function {name}() returns trigger language plpgsql security definer set search_path = public as $$ begin {what} return new; end $$;
            create trigger {name} before insert on ledger_transactions for each row when (new.reason = '{reason}') execute function {name}();
            """);
    }
}
