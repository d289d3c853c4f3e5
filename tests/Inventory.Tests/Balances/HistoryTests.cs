using System.Globalization;
using Atlas.Inventory.Tests.Costing;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Balances;

/// <summary>Balances of another time are read from running totals. Here they are compared with what the lines add up to, one by one.</summary>
[Collection(OneSystem.Name)]
public sealed class HistoryTests(InventorySystem system)
{
    static readonly DateTimeOffset Begin = DateTimeOffset.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("fifo", 1)]
    [InlineData("moving_average", 2)]
    public async Task A_balance_of_any_time_as_known_at_any_time_is_the_sum_of_its_lines(string method, int seed)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync(method, negative: "allow");
        var random = new Random(seed);
        List<DateTimeOffset> known = [];
        string? reversible = null;
        for (var n = 0; n < 40; n++)
        {
            // One in three is told late: between an hour and all the time there is.
            var at = random.Next(3) == 0 ? Begin.AddHours(random.Next(12)) : (DateTimeOffset?)null;
            var place = random.Next(2) == 0 ? tenant.A : tenant.B;
            var answer = random.Next(8) switch
            {
                0 => await tenant.Client.PostAsync("/v1/inventory/moves",
                    new { itemId = item, locationId = place, toLocationId = place == tenant.A ? tenant.B : tenant.A, qty = 1, effectiveAt = at }),
                1 when reversible is not null => await tenant.Client.PostAsync($"/v1/inventory/transactions/{reversible}/reverse", new { }),
                _ => await tenant.AdjustAsync(new
                {
                    itemId = item, locationId = place, qtyDelta = random.Next(3) == 0 ? -random.Next(1, 5) : random.Next(1, 9), unitCost = (decimal?)null, reason = "any",
                    effectiveAt = at,
                }),
            };
            answer.ShouldBe(201);
            reversible = answer.Json.TextAt("data.type") == "adjustment" ? answer.Json.TextAt("data.id") : null;
            if (n % 8 == 7) known.Add(await system.TimeAsync("select max(posted_at) from ledger_lines where tenant_id = $1", tenant.Name));
        }

        DateTimeOffset?[] asOfs = [null, Begin.AddHours(-1), Begin.AddHours(3), Begin.AddHours(7), Begin.AddHours(11), known[0], known[2], known[^1]];
        foreach (var knownAt in (DateTimeOffset?[])[null, .. known])
            foreach (var asOf in asOfs)
            {
                if (asOf is null && knownAt is null) continue;
                var story = $"as of {asOf:O}, known at {knownAt:O}";
                var rows = (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}{Query("asOf", asOf)}{Query("knownAt", knownAt)}")).ShouldBe(200)
                    .Json.At("data").EnumerateArray().ToList();
                foreach (var place in (Guid[])[tenant.A, tenant.B])
                {
                    var (qty, seq) = (await SumAsync("sum(qty)", $"location_id = '{place}'", asOf, knownAt), await SumAsync("max(ledger_seq)", $"location_id = '{place}'", asOf, knownAt));
                    var row = rows.SingleOrDefault(r => r.At("locationId").GetGuid() == place);
                    (row.ValueKind == default ? 0 : row.At("onHandQty").GetDecimal()).ShouldBe(qty, story);
                    if (qty == 0) continue;
                    row.At("ledgerSeq").GetInt64().ShouldBe((long)seq, story);
                    var moved = await system.TimeAsync($"select max(effective_at) from ledger_lines {Where($"location_id = '{place}'", asOf, knownAt)}", tenant.Name);
                    DateTimeOffset.Parse(row.TextAt("lastMovementAt")!, CultureInfo.InvariantCulture).ShouldBe(moved, TimeSpan.FromMilliseconds(1), story);
                }

                var all = await SumAsync("sum(qty)", "facility_id is not null", asOf, knownAt);
                if (all <= 0 || rows.Count == 0) continue; // Stock that is owed has no worth to compare.
                var worth = await SumAsync("sum(value)", "facility_id is not null", asOf, knownAt);
                rows.Sum(r => r.At("value").GetDecimal()).ShouldBe(worth, rows.Count * 0.01m, story);
            }

        await tenant.BooksAreSoundAsync();

        async Task<decimal> SumAsync(string what, string which, DateTimeOffset? asOf, DateTimeOffset? knownAt) =>
            await system.CountAsync($"select coalesce(({what} * 100)::bigint, 0) from ledger_lines {Where(which, asOf, knownAt)}", tenant.Name) / 100m;
    }

    static string Where(string which, DateTimeOffset? asOf, DateTimeOffset? knownAt) =>
        $"where tenant_id = $1 and {which}{(asOf is { } a ? $" and effective_at <= '{a:O}'" : "")}{(knownAt is { } k ? $" and posted_at <= '{k:O}'" : "")}";

    static string Query(string name, DateTimeOffset? value) => value is { } time ? $"&{name}={Uri.EscapeDataString(time.ToString("O"))}" : "";
}
