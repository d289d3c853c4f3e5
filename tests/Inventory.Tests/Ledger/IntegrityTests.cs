using Atlas.Support;

namespace Atlas.Inventory.Tests.Ledger;

[Collection(OneSystem.Name)]
public sealed class IntegrityTests(InventorySystem system)
{
    [Fact]
    public async Task Whoever_tampers_with_the_ledger_is_named_by_the_check()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        for (var n = 1; n <= 5; n++) await tenant.HaveAsync(item, n);
        await tenant.BooksAreSoundAsync();

        await system.TamperAsync("update ledger_lines set qty = qty * 2, entered_qty = entered_qty * 2 where tenant_id = $1 and ledger_seq = 3", tenant.Name);
        var check = (await tenant.Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data");

        check.At("isSound").GetBoolean().ShouldBeFalse();
        var broken = check.At("checks").EnumerateArray().Where(c => !c.At("isSound").GetBoolean()).ToDictionary(c => c.TextAt("code")!, c => c.TextAt("broken[0].key")!);
        broken.Keys.ShouldBe(["INV-02", "INV-03", "INV-06", "INV-82"], ignoreOrder: true);
        broken["INV-02"].ShouldContain($"{item}");
        broken["INV-03"].ShouldBe("transaction 3");
    }

    [Theory]
    [InlineData("update balances set on_hand = on_hand + 1 where tenant_id = $1", "INV-02")]
    [InlineData("update ledger_lines set running_qty = running_qty + 1 where tenant_id = $1 and ledger_seq = 2 and facility_id is not null", "INV-06")]
    [InlineData("update ledger_lines set running_value = running_value + 1 where tenant_id = $1 and ledger_seq = 2 and facility_id is null", "INV-06")]
    [InlineData("update ledger_lines set running_key = running_key + 1 where tenant_id = $1 and ledger_seq = 2 and facility_id is not null", "INV-06")]
    [InlineData("update balances set running_key = running_key + 1 where tenant_id = $1", "INV-06")]
    [InlineData("update cost_pools set running_key = running_key + 1 where tenant_id = $1", "INV-06")]
    [InlineData("delete from ledger_transactions where tenant_id = $1 and ledger_seq = 2", "INV-05")]
    [InlineData("update ledger_transactions set reason = 'another' where tenant_id = $1 and ledger_seq = 2", "INV-03")]
    [InlineData("update reservations set open_qty = open_qty + 1 where tenant_id = $1", "INV-23")]
    [InlineData("update allocations set qty = qty + 100 where tenant_id = $1", "INV-21")]
    [InlineData("update ledger_lines set qty = qty + 1 where tenant_id = $1 and ledger_seq = 1 and facility_id is not null", "INV-01")]
    public async Task Each_rule_that_is_broken_is_found(string sql, string code)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        await tenant.HaveAsync(item, 5);
        (await tenant.Client.PostAsync("/v1/inventory/reservations", new
        {
            itemId = item, facilityId = tenant.Facility, qty = 3, demandType = "manual", demandId = "x", autoAllocate = true,
        })).ShouldBe(201);
        await tenant.BooksAreSoundAsync();

        await system.TamperAsync(sql, tenant.Name);

        (await tenant.Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data.checks").EnumerateArray()
            .Where(c => !c.At("isSound").GetBoolean()).Select(c => c.TextAt("code")).ShouldContain(code);
    }

    [Theory]
    [InlineData("ledger_transactions")]
    [InlineData("ledger_lines")]
    [InlineData("posted_sources")]
    public async Task The_service_itself_has_no_right_to_change_or_delete_what_is_posted(string table)
    {
        foreach (var role in (string[])["inventorydb_app", "inventorydb_worker"])
            foreach (var right in (string[])["update", "delete", "truncate"])
                (await system.CountAsync($"select has_table_privilege('{role}', '{table}', '{right}')::int")).ShouldBe(0, $"{role}: {right}");
        // Nor by way of a partition, which has no row-level security of its own.
        (await system.CountAsync($"""
            select count(*) from pg_inherits i join pg_class c on c.oid = i.inhrelid, unnest(array['inventorydb_app', 'inventorydb_worker']) r,
              unnest(array['select', 'insert', 'update', 'delete']) p where i.inhparent = '{table}'::regclass and has_table_privilege(r, c.oid, p)
            """)).ShouldBe(0);
    }

    [Fact]
    public async Task The_partitions_of_the_coming_months_are_made_ahead()
    {
        await Eventually.BecomesTrue("there are partitions of four months", async () => await system.CountAsync("""
            select count(*) from generate_series(0, 3) n where to_regclass('ledger_lines' || to_char(now() at time zone 'UTC' + n * interval '1 month', '_YYYY_MM')) is not null
            """) == 4);

        using var tenant = await system.TenantAsync();
        await tenant.HaveAsync(await tenant.ItemAsync(), 1);
        (await system.CountAsync("select count(*) from ledger_lines_rest where tenant_id = $1", tenant.Name)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reversal_is_the_exact_mirror_and_happens_once()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var posted = await tenant.HaveAsync(item, 5);
        var id = posted.Json.TextAt("data.id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tenant.Client.PostAsync($"/v1/inventory/transactions/{id}/reverse", new { reason = "mistake" })));
        var reversal = answers.Single(answer => answer.Status == HttpStatusCode.Created).Json.At("data");

        foreach (var other in answers.Where(answer => answer.Status != HttpStatusCode.Created)) other.ShouldBeError(409, "already_reversed");
        reversal.TextAt("reversesTransactionId").ShouldBe(id);
        reversal.At("lines").EnumerateArray().Select(l => l.At("qty").GetDecimal()).ShouldBe([-5m, 5m]);
        (await tenant.OnHandAsync(item)).ShouldBe(0);
        (await tenant.Client.GetAsync($"/v1/inventory/transactions/{id}")).Json.TextAt("data.reversedByTransactionId").ShouldBe(reversal.TextAt("id"));
        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{reversal.TextAt("id")}/reverse", new { })).ShouldBeError(409, "already_reversed");
        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{Guid.NewGuid()}/reverse", new { })).ShouldBeError(404, "resource_not_found");
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_was_known_at_a_time_stays_as_it_was_whatever_is_backdated_later()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        (await tenant.AdjustAsync(item, 10, effectiveAt: "2026-01-01T00:00:00Z")).ShouldBe(201);
        var posted = (await tenant.HaveAsync(item, 1)).Json.At("data.postedAt");
        var then = Uri.EscapeDataString(posted.GetString()!.Replace("Z", "999Z")); // The end of that millisecond.
        await Eventually.BecomesTrue("it is over", () => TimeProvider.System.GetUtcNow() >= posted.GetDateTimeOffset().AddMilliseconds(1));
        (await tenant.AdjustAsync(item, 100, effectiveAt: "2026-01-02T00:00:00Z")).ShouldBe(201);

        (await tenant.OnHandAsync(item, "&asOf=2026-01-03T00:00:00Z")).ShouldBe(110);
        (await tenant.OnHandAsync(item, $"&asOf=2026-01-03T00:00:00Z&knownAt={then}")).ShouldBe(10);
        (await tenant.OnHandAsync(item, $"&knownAt={then}")).ShouldBe(11);
        (await tenant.OnHandAsync(item)).ShouldBe(111);
    }

    [Fact]
    public async Task An_older_version_of_an_item_changes_nothing()
    {
        using var tenant = await system.TenantAsync();
        var id = Guid.CreateVersion7();

        await system.PublishItemsAsync(tenant.Name, [TestTenant.Item(id, 3, name: "Newer")]);
        await system.PublishItemsAsync(tenant.Name, [TestTenant.Item(id, 2, name: "Older")]);
        await Eventually.BecomesTrue("both have been received", async () => await system.CountAsync("select count(*) from outbox") == 0);

        await tenant.HaveAsync(id, 1);
        (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={id}")).Json.TextAt("data[0].itemName").ShouldBe("Newer");
    }
}
