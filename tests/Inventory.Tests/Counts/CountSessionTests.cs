using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Counts;

[Collection(OneSystem.Name)]
public sealed class CountSessionTests(InventorySystem system)
{
    const string Path = "/v1/inventory/count-sessions";

    [Fact]
    public async Task What_is_counted_becomes_what_the_books_say_and_who_counts_blind_sees_nothing_before()
    {
        using var tenant = await system.TenantAsync();
        var (item, other, uncounted) = (await tenant.ItemAsync(), await tenant.ItemAsync(), await tenant.ItemAsync());
        await tenant.HaveAsync(item, 10);
        await tenant.HaveAsync(other, 5, tenant.B);
        await tenant.HaveAsync(uncounted, 3);

        var draft = await CreateAsync(tenant);
        var id = draft.Json.TextAt("data.id");
        var started = (await ActAsync(tenant, id, "start")).ShouldBe(200).Json.At("data");
        var counted = (await CountAsync(tenant, id, (started, item, 7), (started, other, 6))).ShouldBe(200).Json.At("data");
        var dryRun = (await tenant.Client.PostAsync($"{Path}/{id}/submit?dryRun=true")).ShouldBe(200).Json.At("data");
        var open = (await tenant.Client.GetAsync($"{Path}/{id}")).ShouldBe(200).Json.At("data");
        var listed = (await tenant.Client.GetAsync($"{Path}/{id}/lines?isCounted=true")).ShouldBe(200).Json;
        var submitted = (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data");
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        var posted = (await ActAsync(tenant, id, "post")).ShouldBe(200);

        draft.Json.TextAt("data.sessionNo").ShouldStartWith("CNT-");
        (started.At("lineCount").GetInt32(), started.At("snapshotSeq").GetInt64(), counted.At("countedCount").GetInt32()).ShouldBe((3, 3, 2));
        foreach (var blind in (JsonElement[])[started, counted, dryRun, open])
        {
            blind.At("varianceCount").ValueKind.ShouldBe(JsonValueKind.Null);
            blind.At("lines").GetArrayLength().ShouldBeGreaterThan(0);
            foreach (var line in blind.At("lines").EnumerateArray())
                (line.At("expectedQty").ValueKind, line.At("varianceQty").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        }

        (listed.At("count").GetInt32(), listed.At("data[0].expectedQty").ValueKind).ShouldBe((2, JsonValueKind.Null));
        submitted.At("varianceCount").GetInt32().ShouldBe(2);
        (Line(submitted, item).At("expectedQty").GetDecimal(), Line(submitted, item).At("varianceQty").GetDecimal()).ShouldBe((10, -3));
        Line(submitted, uncounted).At("varianceQty").ValueKind.ShouldBe(JsonValueKind.Null);
        posted.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "uuid", "sessionNo": "string", "facilityId": "uuid",
                "scope": { "locationIds": [], "includeChildren": "boolean", "itemIds": [], "includeZero": "boolean" },
                "blind": "boolean", "tolerancePct": "number", "status": "string", "snapshotSeq": "integer", "attempt": "integer", "assignee": "string?",
                "scheduledFor": "date?", "notes": "string?", "reason": "string?", "lineCount": "integer", "countedCount": "integer", "varianceCount": "integer",
                "varianceValue": "number?", "currency": "string?", "transactionId": "uuid", "externalId": "string?", "metadata": {},
                "lines": [{ "id": "uuid", "lineNo": "integer", "itemId": "uuid", "locationId": "uuid", "lotId": "uuid?", "serialNo": "string?", "statusId": "uuid",
                  "statusCode": "string", "expectedQty": "number", "countedQty": "number?", "countedAt": "timestamp?", "countedSeq": "integer?",
                  "countedBy": "string?", "attempt": "integer", "varianceQty": "number?", "reasonCode": "string?" }],
                "startedAt": "timestamp?", "startedBy": "string?", "submittedAt": "timestamp?", "submittedBy": "string?", "approvedAt": "timestamp?",
                "approvedBy": "string?", "postedAt": "timestamp?", "postedBy": "string?", "cancelledAt": "timestamp?", "cancelledBy": "string?",
                "allowedActions": [], "createdBy": "string", "createdAt": "timestamp", "updatedAt": "timestamp", "version": "integer"
              }
            }
            """, exactly: true);
        (await tenant.Client.GetAsync(draft.Header("Location")!)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(posted.Json.At("data").GetRawText());
        var transaction = (await tenant.Client.GetAsync($"/v1/inventory/transactions/{posted.Json.TextAt("data.transactionId")}")).ShouldBe(200).Json.At("data");
        (transaction.TextAt("type"), transaction.TextAt("sourceType"), transaction.TextAt("sourceId"), transaction.At("lineCount").GetInt32()).ShouldBe(("count", "count_session", id, 4));
        (await tenant.OnHandAsync(item), await tenant.OnHandAsync(other), await tenant.OnHandAsync(uncounted)).ShouldBe((7, 6, 3));
        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{transaction.TextAt("id")}/reverse", new { })).ShouldBeError(409, "not_reversible");
        (await system.AnnouncedAsync(tenant.Name, "CountSessionChanged")).Select(m => m.TextAt("what"))
            .ShouldBe(["created", "started", "counted", "submitted", "approved", "posted"]);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_differs_is_worth_what_it_costs_when_submitted_and_what_was_posted_in_the_end()
    {
        using var tenant = await system.TenantAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 10, unitCost = 2.5, reason = "test" })).ShouldBe(201);
        (await tenant.AdjustAsync(new { itemId = other, locationId = tenant.A, qtyDelta = 5, unitCost = 4, reason = "test" })).ShouldBe(201);
        var id = (await CreateAsync(tenant)).Json.TextAt("data.id");
        var started = (await ActAsync(tenant, id, "start")).ShouldBe(200).Json.At("data");
        var counted = (await CountAsync(tenant, id, (started, item, 7), (started, other, 6))).ShouldBe(200).Json.At("data");

        var submitted = (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data");
        var again = (await ActAsync(tenant, id, "recount")).ShouldBe(200).Json.At("data");
        (await CountAsync(tenant, id, (started, item, 7), (started, other, 6))).ShouldBe(200);
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, qtyDelta = 10, unitCost = 3.5, reason = "dearer" })).ShouldBe(201); // 3 each from now on.
        foreach (var action in (string[])["submit", "approve"]) (await ActAsync(tenant, id, action)).ShouldBe(200).Json.At("data.varianceValue").GetDecimal().ShouldBe(-3 * 3 + 4);
        (await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, qtyDelta = 20, unitCost = 4, reason = "dearer still" })).ShouldBe(201); // 3.5 each.
        var posted = (await ActAsync(tenant, id, "post")).ShouldBe(200).Json.At("data");

        (counted.At("varianceValue").ValueKind, again.At("varianceValue").ValueKind).ShouldBe((JsonValueKind.Null, JsonValueKind.Null));
        submitted.At("varianceValue").GetDecimal().ShouldBe(-3 * 2.5m + 4);
        posted.At("varianceValue").GetDecimal().ShouldBe(-3 * 3.5m + 4);
        (await tenant.Client.GetAsync($"/v1/inventory/transactions/{posted.TextAt("transactionId")}")).ShouldBe(200).Json.At("data.lines").EnumerateArray()
            .Where(line => line.TextAt("locationType") == "internal").Sum(line => line.At("value").GetDecimal()).ShouldBe(posted.At("varianceValue").GetDecimal());
        (await tenant.Client.GetAsync($"{Path}/{id}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(posted.GetRawText());
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task In_each_state_an_action_is_done_repeated_without_effect_or_refused_with_what_is_possible()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        string[] actions = ["start", "submit", "recount", "approve", "post", "cancel"];
        const string done = "repeated", no = "refused";
        Dictionary<string, (string[] Way, string[] Then, string[] Allowed)> states = new()
        {
            // What becomes of it by each action, in the order above.
            ["draft"] = ([], ["in_progress", no, no, no, no, "cancelled"], ["start", "cancel"]),
            ["in_progress"] = (["start", "count"], [done, "submitted", no, no, no, "cancelled"], ["count", "submit", "cancel"]),
            ["submitted"] = (["start", "count", "submit"], [no, done, "in_progress", "approved", no, "cancelled"], ["recount", "approve", "cancel"]),
            ["approved"] = (["start", "count", "submit", "approve"], [no, no, no, done, "posted", "cancelled"], ["post", "cancel"]),
            ["posted"] = (["start", "count", "submit", "approve", "post"], [no, no, no, no, done, no], []),
            ["cancelled"] = (["cancel"], [no, no, no, no, no, done], []),
        };

        foreach (var (state, (way, then, allowed)) in states)
        {
            var id = await GoAsync(way);
            var before = (await tenant.Client.GetAsync($"{Path}/{id}")).ShouldBe(200).Json.At("data");
            before.TextAt("status").ShouldBe(state);
            before.At("allowedActions").EnumerateArray().Select(a => a.GetString()).ShouldBe(allowed);
            var posted = await tenant.PostedAsync();
            for (var i = 0; i < actions.Length; i++)
            {
                if (then[i] == no) (await tenant.Client.PostAsync($"{Path}/{id}/{actions[i]}")).ShouldBeInvalidTransition(state, actions[i], allowed);
                else if (then[i] == done) (await tenant.Client.PostAsync($"{Path}/{id}/{actions[i]}")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(before.GetRawText());
            }

            if (state != "in_progress")
                (await tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = new[] { new { itemId = item, locationId = tenant.A, countedQty = 1 } } })).ShouldBeInvalidTransition(state, "count", allowed);
            (await tenant.PostedAsync()).ShouldBe(posted, state);
            (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data").GetRawText().ShouldBe(before.GetRawText());
            for (var i = 0; i < actions.Length; i++)
                if (then[i] is not (no or done)) (await tenant.Client.PostAsync($"{Path}/{await GoAsync(way)}/{actions[i]}")).ShouldBe(200).Json.TextAt("data.status").ShouldBe(then[i], $"{state}, {actions[i]}");
        }

        await tenant.BooksAreSoundAsync();

        // Each counts one more than there is, so that there is something to approve.
        async Task<string?> GoAsync(string[] way)
        {
            var id = (await CreateAsync(tenant)).Json.TextAt("data.id");
            foreach (var step in way)
                if (step == "count") (await CountAsync(tenant, id, item, tenant.A, await tenant.OnHandAsync(item) + 1)).ShouldBe(200);
                else (await ActAsync(tenant, id, step)).ShouldBe(200);
            return id;
        }
    }

    [Fact]
    public async Task What_moves_after_it_was_counted_is_no_difference()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var id = await InProgressAsync(tenant);

        await tenant.HaveAsync(item, 4); // Before it is counted: who counts sees it.
        (await CountAsync(tenant, id, item, tenant.A, 12)).ShouldBe(200);
        (await tenant.AdjustAsync(item, -5)).ShouldBe(201);
        var submitted = (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data");
        await tenant.HaveAsync(item, 1);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        (await ActAsync(tenant, id, "post")).ShouldBe(200);

        (Line(submitted, item).At("expectedQty").GetDecimal(), Line(submitted, item).At("varianceQty").GetDecimal(), Line(submitted, item).At("countedSeq").GetInt64()).ShouldBe((14, -2, 2));
        (await tenant.OnHandAsync(item)).ShouldBe(8);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Counting_amid_movements_loses_none_of_them()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 1_000);
        var id = await InProgressAsync(tenant);

        var movements = Enumerable.Range(0, 100).Select(n => tenant.AdjustAsync(item, n % 2 == 0 ? -3 : 2)).ToList();
        var counting = CountAsync(tenant, id, item, tenant.A, 900);
        var moved = await Task.WhenAll(movements.Concat(Enumerable.Range(0, 100).Select(_ => tenant.AdjustAsync(item, -1))));
        var countedSeq = (await counting).ShouldBe(200).Json.At("data.lines[0].countedSeq").GetInt64();
        (await ActAsync(tenant, id, "submit")).ShouldBe(200);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        var posts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ActAsync(tenant, id, "post")));

        var since = moved.Select(m => m.ShouldBe(201).Json.At("data")).Where(m => m.At("ledgerSeq").GetInt64() > countedSeq).Sum(m => m.At("lines[0].qty").GetDecimal());
        (await tenant.OnHandAsync(item)).ShouldBe(900 + since);
        posts.Select(post => post.ShouldBe(200).Json.TextAt("data.transactionId")).Distinct().Count().ShouldBe(1);
        (await tenant.Client.GetAsync("/v1/inventory/transactions?type=count")).Json.At("count").GetInt32().ShouldBe(1);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_backdated_before_a_count_does_not_change_what_was_counted()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        (await tenant.AdjustAsync(item, 10, effectiveAt: "2026-01-01T00:00:00Z")).ShouldBe(201);
        var id = await InProgressAsync(tenant);
        (await CountAsync(tenant, id, item, tenant.A, 2)).ShouldBe(200);
        // Who counted has seen this too, though it becomes known only now.
        (await tenant.AdjustAsync(item, 4, effectiveAt: "2026-01-02T00:00:00Z")).ShouldBe(201);
        (await ActAsync(tenant, id, "submit")).ShouldBe(200);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        var between = TimeProvider.System.GetUtcNow();
        var posted = (await ActAsync(tenant, id, "post")).ShouldBe(200).Json.At("data");
        (await tenant.OnHandAsync(item)).ShouldBe(2);

        (await tenant.AdjustAsync(item, 5, effectiveAt: "2026-01-03T00:00:00Z")).ShouldBe(201);
        (await tenant.OnHandAsync(item)).ShouldBe(2);
        // More than is there now, and less than there was then.
        (await tenant.AdjustAsync(item, -7, effectiveAt: "2026-01-04T00:00:00Z")).ShouldBe(201);
        (await tenant.OnHandAsync(item)).ShouldBe(2);
        (await tenant.AdjustAsync(item, -13, effectiveAt: "2026-01-05T00:00:00Z")).ShouldBeError(409, "insufficient_stock");
        // After the count, before it was posted: that is a movement like any other.
        (await tenant.AdjustAsync(item, 3, effectiveAt: between.ToString("O"))).ShouldBe(201);
        await tenant.HaveAsync(item, 1);

        (Line(posted, item).At("expectedQty").GetDecimal(), Line(posted, item).At("varianceQty").GetDecimal()).ShouldBe((14, -12));
        (await tenant.OnHandAsync(item)).ShouldBe(6);
        (await tenant.OnHandAsync(item, "&asOf=2026-01-03T12:00:00Z")).ShouldBe(19);
        (await tenant.OnHandAsync(item, "&asOf=2026-01-04T12:00:00Z")).ShouldBe(12);
        var corrections = (await tenant.Client.GetAsync($"/v1/inventory/transactions?type=count&sourceType=count_session&sourceId={id}")).Json.At("data").EnumerateArray().ToList();
        corrections.Count.ShouldBe(3); // The count itself, and one for each that came late.
        corrections[0].TextAt("reason")!.ShouldContain("took effect before");
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_recount_is_of_the_lines_that_are_chosen_and_only_of_those()
    {
        using var tenant = await system.TenantAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        await tenant.HaveAsync(item, 10);
        await tenant.HaveAsync(other, 10);
        var id = await InProgressAsync(tenant);
        (await CountAsync(tenant, id, item, tenant.A, 1)).ShouldBe(200);
        (await CountAsync(tenant, id, other, tenant.A, 9)).ShouldBe(200);
        var submitted = (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data");

        (await ActAsync(tenant, id, "recount", new { lineIds = new[] { Guid.NewGuid() } })).ShouldBeError(400, "validation_failed");
        var again = (await ActAsync(tenant, id, "recount", new { lineIds = new[] { Line(submitted, item).TextAt("id") } })).ShouldBe(200).Json.At("data");
        (await ActAsync(tenant, id, "recount")).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(again.GetRawText());
        (await CountAsync(tenant, id, other, tenant.A, 10)).ShouldBeError(409, "not_editable");
        (await CountAsync(tenant, id, item, tenant.A, 10)).ShouldBe(200);
        (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data.varianceCount").GetInt32().ShouldBe(1);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        (await ActAsync(tenant, id, "post")).ShouldBe(200);

        (again.TextAt("status"), again.At("attempt").GetInt32(), again.At("countedCount").GetInt32()).ShouldBe(("in_progress", 2, 1));
        (Line(again, item).At("attempt").GetInt32(), Line(again, item).At("countedQty").ValueKind, Line(again, item).At("expectedQty").ValueKind).ShouldBe((2, JsonValueKind.Null, JsonValueKind.Null));
        (await tenant.OnHandAsync(item), await tenant.OnHandAsync(other)).ShouldBe((10, 9));
    }

    [Fact]
    public async Task A_count_that_another_has_overtaken_is_a_conflict_and_changes_nothing()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var (early, late) = (await InProgressAsync(tenant), await InProgressAsync(tenant));
        foreach (var id in (string?[])[early, late])
        {
            (await CountAsync(tenant, id, item, tenant.A, 8)).ShouldBe(200);
            (await ActAsync(tenant, id, "submit")).ShouldBe(200);
            (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        }

        var posts = await Task.WhenAll(ActAsync(tenant, late, "post"), ActAsync(tenant, early, "post"));

        posts.Count(post => post.Status == HttpStatusCode.OK).ShouldBe(1);
        posts.Single(post => post.Status != HttpStatusCode.OK).ShouldBeError(409, "count_conflict").Json.At("details[0].meta.itemId").GetGuid().ShouldBe(item);
        (await tenant.OnHandAsync(item)).ShouldBe(8);
        (await tenant.Client.GetAsync($"{Path}?status=approved")).Json.At("count").GetInt32().ShouldBe(1);
        // What was counted afterwards can be posted.
        var next = await InProgressAsync(tenant);
        (await CountAsync(tenant, next, item, tenant.A, 9)).ShouldBe(200);
        (await ActAsync(tenant, next, "submit")).ShouldBe(200);
        (await ActAsync(tenant, next, "approve")).ShouldBe(200);
        (await ActAsync(tenant, next, "post")).ShouldBe(200);
        (await tenant.OnHandAsync(item)).ShouldBe(9);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_differs_no_more_than_is_tolerated_needs_no_approval_and_where_nothing_differs_nothing_is_posted()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 100);
        var posted = await tenant.PostedAsync();

        var exact = await SubmitAsync(0, 100);
        (await ActAsync(tenant, exact, "post")).ShouldBe(200).Json.At("data.transactionId").ValueKind.ShouldBe(JsonValueKind.Null);
        (await tenant.PostedAsync()).ShouldBe(posted);
        (await ActAsync(tenant, await SubmitAsync(0, 99), "post")).ShouldBeError(409, "invalid_transition");
        (await ActAsync(tenant, await SubmitAsync(2, 97), "post")).ShouldBeError(409, "invalid_transition");
        (await ActAsync(tenant, await SubmitAsync(2, 98), "post")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("posted");
        (await tenant.OnHandAsync(item)).ShouldBe(98);

        async Task<string?> SubmitAsync(decimal tolerancePct, decimal qty)
        {
            var id = await InProgressAsync(tenant, tolerancePct: tolerancePct);
            (await CountAsync(tenant, id, item, tenant.A, qty)).ShouldBe(200);
            (await ActAsync(tenant, id, "submit")).ShouldBe(200);
            return id;
        }
    }

    [Fact]
    public async Task Lots_and_serial_numbers_are_counted_one_by_one_and_what_the_books_do_not_know_gets_a_line()
    {
        using var tenant = await system.TenantAsync();
        var (lotted, serialized) = (await tenant.ItemAsync(lots: "tracked"), await tenant.ItemAsync(serials: "tracked"));
        var lot = (await tenant.AdjustAsync(new { itemId = lotted, locationId = tenant.A, qtyDelta = 3, reason = "test", lotNo = "L1" })).ShouldBe(201).Json.TextAt("data.lines[0].lotId");
        (await tenant.AdjustAsync(new { itemId = serialized, locationId = tenant.A, qtyDelta = 2, reason = "test", serialNos = new[] { "S1", "S2" } })).ShouldBe(201);
        var id = await InProgressAsync(tenant);

        foreach (var (entry, field) in ((object, string)[])
        [
            (new { itemId = lotted, locationId = tenant.B, countedQty = 1 }, "lotId"), (new { itemId = serialized, locationId = tenant.B, countedQty = 1 }, "serialNo"),
            (new { itemId = serialized, locationId = tenant.B, serialNo = "S1", countedQty = 2 }, "countedQty"), (new { itemId = lotted, locationId = Guid.NewGuid(), lotId = lot, countedQty = 1 }, "locationId"),
            (new { itemId = lotted, locationId = tenant.B, lotId = lot, countedQty = 0.5m }, "countedQty"), (new { itemId = lotted, locationId = tenant.B, lotId = lot }, "countedQty"),
            (new { itemId = lotted, locationId = tenant.B, lotId = lot, countedQty = -1 }, "countedQty"), (new { id = Guid.NewGuid(), countedQty = 1 }, "id"),
        ])
            (await tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = new[] { entry } })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe($"lines[0].{field}");
        (await tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = new object[]
        {
            new { itemId = lotted, locationId = tenant.B, lotId = lot, countedQty = 4 }, // Nobody knew.
            new { itemId = lotted, locationId = tenant.A, lotId = lot, countedQty = 3 },
            new { itemId = serialized, locationId = tenant.A, serialNo = "S1", countedQty = 0 }, // It stands elsewhere.
            new { itemId = serialized, locationId = tenant.B, serialNo = "S1", countedQty = 1, reasonCode = "misplaced" },
        } })).ShouldBe(200).Json.At("data.lineCount").GetInt32().ShouldBe(5);
        (await ActAsync(tenant, id, "submit")).ShouldBe(200).Json.At("data.varianceCount").GetInt32().ShouldBe(3);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        (await ActAsync(tenant, id, "post")).ShouldBe(200);

        (await tenant.OnHandAsync(lotted, $"&locationId={tenant.B}"), await tenant.OnHandAsync(lotted)).ShouldBe((4, 7));
        (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={serialized}")).Json.At("data").EnumerateArray().Select(b => (b.TextAt("serialNo"), b.At("locationId").GetGuid()))
            .ShouldBe([("S1", tenant.B), ("S2", tenant.A)], ignoreOrder: true);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_session_counts_what_its_scope_names()
    {
        using var tenant = await system.TenantAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        var below = (await tenant.Client.PostAsync($"/v1/facilities/{tenant.Facility}/locations", new { code = "A-1", parentLocationId = tenant.A })).ShouldBe(201).Json.At("data.id").GetGuid();
        await tenant.HaveAsync(item, 1);
        await tenant.HaveAsync(item, 1, tenant.B);
        await tenant.HaveAsync(item, 1, below);
        await tenant.HaveAsync(other, 1);
        (await tenant.AdjustAsync(other, -1)).ShouldBe(201);

        (await StartAsync(new { })).ShouldBe([(item, tenant.A), (item, below), (item, tenant.B)]);
        (await StartAsync(new { locationIds = new[] { tenant.A } })).ShouldBe([(item, tenant.A)]);
        (await StartAsync(new { locationIds = new[] { tenant.A }, includeChildren = true })).ShouldBe([(item, tenant.A), (item, below)]);
        (await StartAsync(new { itemIds = new[] { other } })).ShouldBeEmpty();
        (await StartAsync(new { itemIds = new[] { other }, includeZero = true })).ShouldBe([(other, tenant.A)]);
        // What is out of the scope is not counted.
        var id = (await CreateAsync(tenant, new { locationIds = new[] { tenant.A } })).Json.TextAt("data.id");
        (await ActAsync(tenant, id, "start")).ShouldBe(200);
        (await CountAsync(tenant, id, item, tenant.B, 1)).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lines[0].locationId");
        (await CountAsync(tenant, id, other, tenant.A, 1)).ShouldBe(200);

        async Task<List<(Guid, Guid)>> StartAsync(object scope) => [.. (await ActAsync(tenant, (await CreateAsync(tenant, scope)).Json.TextAt("data.id"), "start")).ShouldBe(200)
            .Json.At("data.lines").EnumerateArray().Select(l => (l.At("itemId").GetGuid(), l.At("locationId").GetGuid()))];
    }

    [Fact]
    public async Task What_is_held_is_given_up_before_a_count_can_take_it_away()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var reservation = (await tenant.Client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = tenant.Facility, qty = 8, demandType = "manual", demandId = "x" })).ShouldBe(201).Json.TextAt("data.id");
        var id = await InProgressAsync(tenant);
        (await CountAsync(tenant, id, item, tenant.A, 5)).ShouldBe(200);
        (await ActAsync(tenant, id, "submit")).ShouldBe(200);
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);

        (await ActAsync(tenant, id, "post")).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.GetAsync($"{Path}/{id}")).Json.TextAt("data.status").ShouldBe("approved");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        (await tenant.Client.PostAsync($"/v1/inventory/reservations/{reservation}/release", new { qty = 3 })).ShouldBe(200);
        (await ActAsync(tenant, id, "post")).ShouldBe(200);
        (await tenant.OnHandAsync(item)).ShouldBe(5);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Bad_requests_get_their_errors_repeated_ones_their_answer_and_strangers_nothing()
    {
        using var tenant = await system.TenantAsync();
        using var reader = await system.TenantAsync("inventory:read");
        using var stranger = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);

        (await tenant.Client.PostAsync(Path, new { })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field")).ShouldBe(["facilityId", "scope"], ignoreOrder: true);
        (await tenant.Client.PostAsync(Path, "[]")).ShouldBeError(400, "invalid_json");
        foreach (var (scope, field) in ((object, string)[])
        [
            (new { locationIds = new[] { stranger.A } }, "scope.locationIds[0]"), (new { itemIds = new[] { Guid.NewGuid() } }, "scope.itemIds[0]"), (new { itemIds = new[] { "x" } }, "scope.itemIds[0]"),
            (new { abcClass = "A" }, "scope.abcClass"), ("all", "scope"),
        ])
            (await tenant.Client.PostAsync(Path, new { facilityId = tenant.Facility, scope })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe(field);
        (await tenant.Client.PostAsync(Path, new { facilityId = stranger.Facility, scope = new { } })).ShouldBeError(400, "validation_failed");
        var id = (await CreateAsync(tenant)).Json.TextAt("data.id");
        foreach (var action in (string[])["start", "submit", "recount", "approve", "post", "cancel"])
        {
            (await ActAsync(tenant, $"{Guid.NewGuid()}", action)).ShouldBeError(404, "resource_not_found");
            (await ActAsync(stranger, id, action)).ShouldBeError(404, "resource_not_found");
            (await ActAsync(reader, id, action)).ShouldBeError(403, "insufficient_scope");
        }

        (await stranger.Client.GetAsync($"{Path}/{id}")).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.GetAsync($"{Path}/{id}/lines")).ShouldBeError(404, "resource_not_found");
        (await CountAsync(stranger, id, item, tenant.A, 1)).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.GetAsync(Path)).Json.At("count").GetInt32().ShouldBe(0);
        (await tenant.Client.PostAsync($"{Path}/{id}/start", new { }, ("If-Match", "\"v9\""))).ShouldBeError(412, "version_mismatch");
        (await tenant.Client.PostAsync($"{Path}/{id}/start", new { }, ("If-Match", "\"v1\""))).ShouldBe(200);
        var body = new { lines = new[] { new { itemId = item, locationId = tenant.A, countedQty = 4 } } };
        var first = (await tenant.Client.PatchAsync($"{Path}/{id}/lines", body, ("Idempotency-Key", "count-1"))).ShouldBe(200);
        (await tenant.Client.PatchAsync($"{Path}/{id}/lines", body, ("Idempotency-Key", "count-1"))).ShouldBe(200).Text.ShouldBe(first.Text);
        (await tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = new[] { body.lines[0], body.lines[0] } })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PostAsync($"{Path}/{id}/submit", new { })).ShouldBe(200);
        (await tenant.Client.PostAsync($"{Path}/{id}/approve", new { })).ShouldBe(200);
        (await tenant.Client.PostAsync($"{Path}/{id}/post?dryRun=true", new { })).ShouldBe(200);
        (await tenant.OnHandAsync(item)).ShouldBe(5);
        var posted = (await tenant.Client.PostAsync($"{Path}/{id}/post", new { }, ("Idempotency-Key", "post-1"))).ShouldBe(200);
        (await tenant.Client.PostAsync($"{Path}/{id}/post", new { }, ("Idempotency-Key", "post-1"))).ShouldBe(200).Text.ShouldBe(posted.Text);
        (await tenant.OnHandAsync(item)).ShouldBe(4);
        (await tenant.Client.GetAsync($"{Path}?status=posted&facilityId={tenant.Facility}")).Json.TextAt("data[0].id").ShouldBe(id);
        (await tenant.Client.GetAsync($"{Path}?status=happy")).ShouldBeError(400, "invalid_value");
        (await tenant.Client.GetAsync($"{Path}?state=posted")).ShouldBeError(400, "unknown_filter");
        await tenant.BooksAreSoundAsync();
    }

    static async Task<Answer> CreateAsync(TestTenant tenant, object? scope = null, decimal tolerancePct = 0) =>
        (await tenant.Client.PostAsync(Path, new { facilityId = tenant.Facility, scope = scope ?? new { }, tolerancePct })).ShouldBe(201);

    static async Task<string?> InProgressAsync(TestTenant tenant, decimal tolerancePct = 0)
    {
        var id = (await CreateAsync(tenant, tolerancePct: tolerancePct)).Json.TextAt("data.id");
        (await ActAsync(tenant, id, "start")).ShouldBe(200);
        return id;
    }

    static Task<Answer> ActAsync(TestTenant tenant, string? id, string action, object? body = null) => tenant.Client.PostAsync($"{Path}/{id}/{action}", body ?? new { });

    static Task<Answer> CountAsync(TestTenant tenant, string? id, Guid item, Guid location, decimal qty) =>
        tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = new[] { new { itemId = item, locationId = location, countedQty = qty } } });

    static Task<Answer> CountAsync(TestTenant tenant, string? id, params IReadOnlyList<(JsonElement Session, Guid Item, decimal Qty)> counted) =>
        tenant.Client.PatchAsync($"{Path}/{id}/lines", new { lines = counted.Select(c => new { id = Line(c.Session, c.Item).TextAt("id"), countedQty = c.Qty }) });

    static JsonElement Line(JsonElement session, Guid item) => session.At("lines").EnumerateArray().First(line => line.At("itemId").GetGuid() == item);
}
