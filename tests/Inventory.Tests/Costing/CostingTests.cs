using Atlas.Support;

namespace Atlas.Inventory.Tests.Costing;

[Collection(OneSystem.Name)]
public sealed class CostingTests(InventorySystem system)
{
    [Fact]
    public async Task First_in_first_out_takes_the_oldest_cost_wherever_the_stock_lies()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        (await tenant.WorthOfAsync(item, 10, 1m)).ShouldBe(10m);
        (await tenant.WorthOfAsync(item, 10, 2m, tenant.B)).ShouldBe(20m);

        (await tenant.WorthOfAsync(item, -4, location: tenant.B)).ShouldBe(-4m);
        (await tenant.WorthOfAsync(item, -9)).ShouldBe(-12m); // Six at 1 and three at 2.

        (await tenant.StockAsync(item)).ShouldBe((7m, 14m));
        (await tenant.StockAsync(item, $"&locationId={tenant.B}")).ShouldBe((6m, 12m));
        (await tenant.UnitCostAsync(item)).ShouldBe(2m);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_moving_average_changes_with_what_comes_and_not_with_what_leaves()
    {
        using var tenant = await system.TenantAsync();
        var (item, odd) = (await tenant.CostedItemAsync("moving_average"), await tenant.CostedItemAsync("moving_average"));
        await tenant.WorthOfAsync(item, 10, 1m);
        await tenant.WorthOfAsync(item, 10, 2m, tenant.B);
        (await tenant.WorthOfAsync(item, 3, 3.333333m)).ShouldBe(10m);
        await tenant.WorthOfAsync(odd, 3, 3.333333m);

        (await tenant.WorthOfAsync(item, -3)).ShouldBe(-5.22m); // 23 are worth 40.00, 20 are worth 34.78.
        decimal[] thirds = [await tenant.WorthOfAsync(odd, -1), await tenant.WorthOfAsync(odd, -1), await tenant.WorthOfAsync(odd, -1)];

        thirds.ShouldBe([-3.33m, -3.34m, -3.33m]);
        (await tenant.StockAsync(odd)).ShouldBe((0m, 0m));
        (await tenant.UnitCostAsync(item)).ShouldBe(1.739m);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Standard_costs_are_taken_instead_of_those_that_were_paid()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("standard", standardCost: 2.5m);

        (await tenant.WorthOfAsync(item, 10, 9m)).ShouldBe(25m);
        (await tenant.WorthOfAsync(item, -4)).ShouldBe(-10m);

        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_only_changes_its_place_or_status_is_worth_what_it_was()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await tenant.WorthOfAsync(item, 3, 1m);
        await tenant.WorthOfAsync(item, 3, 2.01m);

        var moved = (await tenant.Client.PostAsync("/v1/inventory/moves",
            new { itemId = item, locationId = tenant.A, toLocationId = tenant.B, toStatusId = "quarantine", qty = 4 })).ShouldBe(201).Json.At("data");

        moved.At("lines").EnumerateArray().Select(l => l.At("value").GetDecimal()).ShouldBe([-6.02m, 6.02m]);
        (await tenant.StockAsync(item)).ShouldBe((6m, 9.03m));
        (await tenant.WorthOfAsync(item, -2)).ShouldBe(-2m);
        await tenant.BooksAreSoundAsync();
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("moving_average")]
    public async Task A_reversal_gives_back_exactly_what_was_posted(string method)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync(method);
        await tenant.WorthOfAsync(item, 7, 1.11m);
        var wrong = (await tenant.AdjustAsync(item, 3, 1000m)).ShouldBe(201).Json.At("data");
        (await ReverseAsync(wrong.TextAt("id")!)).ShouldBe(-3000m);
        (await tenant.StockAsync(item)).ShouldBe((7m, 7.77m));

        var left = (await tenant.AdjustAsync(item, -5, null)).ShouldBe(201).Json.At("data");
        CostedStock.ValueOf(left).ShouldBe(-5.55m);
        (await ReverseAsync(left.TextAt("id")!)).ShouldBe(5.55m);

        (await tenant.StockAsync(item)).ShouldBe((7m, 7.77m));
        (await tenant.CostAdjustmentsAsync()).ShouldBeEmpty();
        await tenant.BooksAreSoundAsync();

        async Task<decimal> ReverseAsync(string id) =>
            CostedStock.ValueOf((await tenant.Client.PostAsync($"/v1/inventory/transactions/{id}/reverse", new { })).ShouldBe(201).Json.At("data"));
    }

    [Theory]
    [InlineData("fifo", "2026-01-01T00:00:00Z", 30)] // It was there first, so it should have left first: ten at 3 instead of at 1.
    [InlineData("moving_average", "2026-01-03T00:00:00Z", 20)] // Ten at 1 and ten at 3, of which ten have left at 2.
    public async Task What_becomes_known_later_adds_value_and_leaves_what_was_known_as_it_was(string method, string cameAt, decimal shouldBe)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync(method);
        await tenant.WorthOfAsync(item, 10, 1m, effectiveAt: "2026-01-02T00:00:00Z");
        var left = (await tenant.AdjustAsync(item, -10, null, effectiveAt: "2026-01-04T00:00:00Z")).ShouldBe(201).Json.At("data");
        CostedStock.ValueOf(left).ShouldBe(-10m);
        // A time after it was posted, by the service's own clock.
        var knownAt = await Eventually.Becomes("time has gone on",
            async () => (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}&includeZero=true")).Json.TextAt("data[0].asOf")!,
            asOf => string.CompareOrdinal(asOf, left.TextAt("postedAt")) > 0);
        var before = await HistoryAsync($"&knownAt={knownAt}");

        (await tenant.WorthOfAsync(item, 10, 3m, effectiveAt: cameAt)).ShouldBe(30m);

        var correction = (await tenant.CostAdjustmentsAsync()).ShouldHaveSingleItem();
        var lines = correction.At("lines").EnumerateArray().ToList();
        lines.Select(l => (l.At("qty").GetDecimal(), l.At("value").GetDecimal(), l.TextAt("effectiveAt"), l.At("correctsLedgerSeq").GetInt64()))
            .ShouldBe([(0m, 10 - shouldBe, "2026-01-04T00:00:00.000Z", 2L), (0m, shouldBe - 10, "2026-01-04T00:00:00.000Z", 2L)]);
        (await HistoryAsync($"&knownAt={knownAt}")).ShouldBe(before);
        (await tenant.StockAsync(item)).ShouldBe((10m, 40 - shouldBe));
        (await tenant.StockAsync(item, "&asOf=2026-01-03T12:00:00Z")).ShouldBe((20m, 40m));
        (await tenant.StockAsync(item, "&asOf=2026-01-05T00:00:00Z")).ShouldBe((10m, 40 - shouldBe));
        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{correction.TextAt("id")}/reverse", new { })).ShouldBeError(409, "invalid_transition");
        // The reversal of the issue gives back what it has cost by now.
        CostedStock.ValueOf((await tenant.Client.PostAsync($"/v1/inventory/transactions/{left.TextAt("id")}/reverse", new { })).ShouldBe(201).Json.At("data")).ShouldBe(shouldBe);
        (await tenant.StockAsync(item)).ShouldBe((20m, 40m));
        await tenant.BooksAreSoundAsync();

        async Task<string> HistoryAsync(string more)
        {
            var days = new List<string>();
            foreach (var day in (int[])[1, 2, 3, 4, 5])
            {
                var (qty, value) = await tenant.StockAsync(item, $"&asOf=2026-01-0{day}T12:00:00Z{more}");
                days.Add($"{qty:0.##} worth {value:0.##}");
            }

            return string.Join(", ", days);
        }
    }

    [Fact]
    public async Task What_leaves_before_it_has_come_is_put_right_when_it_comes()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo", negative: "allow");
        await tenant.WorthOfAsync(item, 1, 5m);

        (await tenant.WorthOfAsync(item, -4)).ShouldBe(-20m); // One at 5, and three at what it last was.
        (await tenant.WorthOfAsync(item, 10, 2m)).ShouldBe(20m);

        var correction = (await tenant.CostAdjustmentsAsync()).ShouldHaveSingleItem();
        correction.At("lines").EnumerateArray().Select(l => l.At("value").GetDecimal()).ShouldBe([9m, -9m]); // Three cost 6 and not 15.
        (await tenant.StockAsync(item)).ShouldBe((7m, 14m));
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Stock_that_comes_in_for_nothing_is_flagged_and_found()
    {
        using var tenant = await system.TenantAsync();
        var (item, free) = (await tenant.CostedItemAsync("moving_average"), await tenant.CostedItemAsync(null));
        await tenant.WorthOfAsync(item, 2, 4m);

        // With nothing said it costs what the item costs.
        (await tenant.WorthOfAsync(item, 1)).ShouldBe(4m);
        var (given, unknown) = ((await tenant.AdjustAsync(item, 1, 0m)).ShouldBe(201), (await tenant.AdjustAsync(free, 1, null)).ShouldBe(201));

        foreach (var answer in (Answer[])[given, unknown])
            answer.Json.At("data.lines").EnumerateArray().Select(l => (l.At("value").GetDecimal(), l.At("isZeroCost").GetBoolean())).ShouldBe([(0m, true), (0m, false)]);
        (await tenant.Client.GetAsync("/v1/inventory/transactions?zeroCost=true")).ShouldBe(200).Json.At("data").EnumerateArray().Select(t => t.TextAt("id"))
            .ShouldBe([unknown.Json.TextAt("data.id"), given.Json.TextAt("data.id")]);
        (await tenant.StockAsync(item)).ShouldBe((4m, 12m));
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task The_first_posting_settles_the_method_for_good()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await tenant.WorthOfAsync(item, 10, 1m);

        await tenant.PublishCostedItemAsync(item, 2, "moving_average", currency: "USD");
        var second = (await tenant.AdjustAsync(item, 10, 2m)).ShouldBe(201);

        second.Json.TextAt("data.lines[0].currency").ShouldBe("EUR");
        (await tenant.WorthOfAsync(item, -10)).ShouldBe(-10m);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task However_many_layers_there_are_all_of_them_are_found()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await Task.WhenAll(Enumerable.Range(1, 130).Select(cost => tenant.WorthOfAsync(item, 1, cost)));

        (await tenant.WorthOfAsync(item, -130)).ShouldBe(-130 * 131 / 2);

        (await tenant.StockAsync(item)).ShouldBe((0m, 0m));
        await tenant.BooksAreSoundAsync();
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("moving_average")]
    public async Task Many_at_once_some_of_them_backdated_lose_no_cent(string method)
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync(method, negative: "allow");
        await tenant.WorthOfAsync(item, 50, 1.37m);

        var answers = await Task.WhenAll(Enumerable.Range(1, 60).Select(n => n % 3 == 0
            ? tenant.AdjustAsync(item, n, n * 0.13m, effectiveAt: n % 2 == 0 ? $"2026-02-{n % 27 + 1:00}T00:00:00Z" : null)
            : tenant.AdjustAsync(item, -(n % 7) - 1, null, effectiveAt: n % 4 == 0 ? $"2026-03-{n % 27 + 1:00}T00:00:00Z" : null)));

        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.Created);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_refused_or_only_tried_changes_no_cost()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await tenant.WorthOfAsync(item, 10, 1m, effectiveAt: "2026-01-02T00:00:00Z");
        await tenant.WorthOfAsync(item, -5, effectiveAt: "2026-01-04T00:00:00Z");

        (await tenant.AdjustAsync(item, 900_000_000_000m, 900_000_000_000m)).ShouldBeError(409, "out_of_range");
        (await tenant.AdjustAsync(item, 1, -0.01m)).ShouldBeError(400, "validation_failed");
        (await tenant.AdjustAsync(item, 1, 0.0000001m)).ShouldBeError(400, "validation_failed");
        (await tenant.AdjustAsync(item, -1, 1m)).ShouldBeError(400, "validation_failed");
        (await tenant.AdjustAsync(item, -6, null, effectiveAt: "2026-01-03T00:00:00Z")).ShouldBeError(409, "insufficient_stock");
        var tried = await tenant.Client.PostAsync("/v1/inventory/adjustments?dryRun=true",
            new { itemId = item, locationId = tenant.A, qtyDelta = 10, reason = "test", unitCost = 3, effectiveAt = "2026-01-01T00:00:00Z" });

        tried.ShouldBe(201);
        (await tenant.StockAsync(item)).ShouldBe((5m, 5m));
        (await tenant.PostedAsync()).ShouldBe(2);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Receipts_and_shipments_carry_their_cost_through_the_ledger_and_tell_it()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.CostedItemAsync("fifo");
        await system.OutcomeAsync(tenant.Name, "PostReceipt", new
        {
            receiptId = "R-1", receiptNo = "R-1", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = item, locationId = tenant.A, qty = 1, uomId = TestTenant.Box, serialNos = Array.Empty<string>(), unitCost = 1.25 } },
        }, "ReceiptPosted");
        await system.OutcomeAsync(tenant.Name, "PostShipment", new
        {
            shipmentId = "S-1", shipmentNo = "S-1", demandType = "sales_order", demandId = "SO-1", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = item, facilityId = tenant.Facility, qty = 4, serialNos = Array.Empty<string>() } },
        }, "ShipmentPosted");

        (await tenant.StockAsync(item)).ShouldBe((8m, 10m));
        var told = (await system.ToldOfLedgerAsync(tenant.Name)).SelectMany(p => p.At("lines").EnumerateArray());
        told.Select(l => (l.TextAt("locationType"), l.At("value").GetDecimal(), l.TextAt("currency"))).ShouldBe(
            [("internal", 15m, "EUR"), ("supplier", -15m, "EUR"), ("internal", -5m, "EUR"), ("customer", 5m, "EUR")]);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_made_is_worth_what_was_used_and_done_for_it_and_nothing_stays_in_work()
    {
        using var tenant = await system.TenantAsync();
        var (component, product) = (await tenant.CostedItemAsync("fifo"), await tenant.CostedItemAsync("moving_average"));
        await tenant.WorthOfAsync(component, 4, 1m);
        await tenant.WorthOfAsync(component, 6, 2m);
        object Production(int actionNo, decimal scrap, decimal operations) => new
        {
            workOrderId = "WO-1", workOrderNo = "WO-1", actionNo, actor = "line 1", operationCost = operations, scrapQty = scrap,
            components = new[] { new { lineId = "1", itemId = component, facilityId = tenant.Facility, qty = 5, serialNos = Array.Empty<string>() } },
            outputs = new[] { new { lineId = "2", itemId = product, locationId = tenant.B, qty = 2, serialNos = Array.Empty<string>() } },
        };

        var refused = await system.OutcomeAsync(tenant.Name, "PostProduction", Production(1, 0, -1), "ProductionPosted");
        var first = await system.OutcomeAsync(tenant.Name, "PostProduction", Production(2, 1, 4), "ProductionPosted");
        var second = await system.OutcomeAsync(tenant.Name, "PostProduction", Production(3, 0, 0), "ProductionPosted");

        refused.TextAt("code").ShouldBe("out_of_range");
        // Four at 1 and one at 2 and 4 for the work are 10, for three of which one is spoilt; then five at 2 for two.
        Costs(first).ShouldBe((6m, 6.67m, 3.33m));
        Costs(second).ShouldBe((10m, 10m, 0m));
        (await tenant.StockAsync(product)).ShouldBe((4m, 16.67m));
        foreach (var posted in (System.Text.Json.JsonElement[])[first, second])
            (await tenant.Client.GetAsync($"/v1/inventory/transactions/{posted.TextAt("transactionId")}")).ShouldBe(200).Json.At("data.lines").EnumerateArray()
                .Where(l => l.TextAt("locationType") == "production").Sum(l => l.At("value").GetDecimal()).ShouldBe(0);
        await tenant.BooksAreSoundAsync();

        static (decimal, decimal, decimal) Costs(System.Text.Json.JsonElement posted) =>
            (posted.At("materialCost").GetDecimal(), posted.At("outputCost").GetDecimal(), posted.At("scrapCost").GetDecimal());
    }

    [Theory]
    [InlineData("update cost_pools set value = value + 0.01 where tenant_id = $1 and method = 'fifo'", "INV-80", "INV-82")]
    [InlineData("update cost_layers set remaining_value = remaining_value - 0.01 where tenant_id = $1 and remaining_qty > 0", "INV-80")]
    [InlineData("update cost_layer_uses set qty = qty + 1 where tenant_id = $1", "INV-80")]
    [InlineData("update cost_pools set base_value = base_value * 2 where tenant_id = $1 and method <> 'fifo'", "INV-81")]
    [InlineData("update ledger_lines set value = value + 0.01 where tenant_id = $1 and ledger_seq = 1 and facility_id is not null", "INV-03", "INV-82")]
    [InlineData("update ledger_lines set effective_at = effective_at + interval '1 day' where tenant_id = $1 and corrects_seq is not null", "INV-03", "INV-83")]
    public async Task Whoever_tampers_with_costs_is_found(string sql, params string[] codes)
    {
        using var tenant = await system.TenantAsync();
        foreach (var method in (string[])["fifo", "moving_average"])
        {
            var item = await tenant.CostedItemAsync(method);
            await tenant.WorthOfAsync(item, 10, 1m, effectiveAt: "2026-01-02T00:00:00Z");
            await tenant.WorthOfAsync(item, -4, effectiveAt: "2026-01-04T00:00:00Z");
            await tenant.WorthOfAsync(item, 10, 2m, effectiveAt: "2026-01-01T00:00:00Z");
        }

        await tenant.BooksAreSoundAsync();
        await system.TamperAsync(sql, tenant.Name);

        var broken = (await tenant.Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data.checks").EnumerateArray()
            .Where(c => !c.At("isSound").GetBoolean()).ToList();
        broken.Select(c => c.TextAt("code")).ShouldBe(codes, ignoreOrder: true);
        broken.ShouldAllBe(c => c.TextAt("broken[0].key")!.Length > 0);
    }
}
