using System.Text.Json;
using Atlas.Support;

namespace Atlas.Production.Tests.Boms;

[Collection(OneSystem.Name)]
public sealed class BomTests(ProductionSystem system)
{
    [Fact]
    public async Task A_draft_is_made_changed_listed_and_activated()
    {
        using var maker = await system.MakerAsync();
        var (table, leg, screw) = (await maker.ItemAsync("manufactured"), await maker.ItemAsync(), await maker.ItemAsync());

        var answer = (await maker.Client.PostAsync(Maker.Boms, new
        {
            itemId = table, revision = "A", outputQty = 2, outputUomId = "box", notes = "First",
            components = new object[]
            {
                new { itemId = leg, qty = 96, scrapPct = 2.5 },
                new { itemId = screw, qty = 16, uomId = "box", issueMethod = "manual", locationId = maker.Store, operationSeq = 10, notes = "M4" },
            },
            byProducts = new[] { new { itemId = await maker.ItemAsync(), qty = 1, costSharePct = 5 } },
        })).ShouldBe(201);
        var draft = answer.Json.At("data");
        var changed = (await maker.Client.PatchAsync($"{Maker.Boms}/{draft.TextAt("id")}", new
        {
            revision = (string?)null, components = new[] { new { id = draft.TextAt("components[1].id"), itemId = screw, qty = 20 } },
        }, ("If-Match", "\"v1\""))).ShouldBe(200).Json.At("data");
        var active = await maker.ActivateAsync(changed);

        answer.Header("Location").ShouldBe($"/v1/production/boms/{draft.TextAt("id")}");
        answer.Header("ETag").ShouldBe("\"v1\"");
        draft.ShouldHaveShape("""
            {"id":"uuid","bomNo":"string","itemId":"uuid","itemNo":"string","revision":"string?","versionNo":"integer","outputQty":"number","outputUomId":"uuid",
             "outputUomCode":"string","status":"string","effectiveFrom":"date?","effectiveTo":"date?","activatedAt":"timestamp?","activatedBy":"string?",
             "components":[{"id":"uuid","lineNo":"integer","itemId":"uuid","qty":"number","uomId":"uuid","uomCode":"string","scrapPct":"number","isPhantom":"boolean",
             "issueMethod":"string","locationId":"uuid?","operationSeq":"integer?","notes":"string?"}],
             "byProducts":[{"itemId":"uuid","qty":"number","uomId":"uuid","uomCode":"string","costSharePct":"number"}],"allowedActions":[],"version":"integer"}
            """);
        (draft.TextAt("bomNo"), draft.TextAt("status"), draft.At("versionNo").GetInt32()).ShouldBe(("BOM-000001", "draft", 1));
        changed.At("revision").ValueKind.ShouldBe(JsonValueKind.Null);
        changed.At("components").GetArrayLength().ShouldBe(1);
        changed.TextAt("components[0].id").ShouldBe(draft.TextAt("components[1].id"));
        changed.TextAt("outputUomCode").ShouldBe("box");
        (active.TextAt("status"), active.At("version").GetInt64()).ShouldBe(("active", 3));
        active.At("activatedAt").ValueKind.ShouldBe(JsonValueKind.String);
        (await maker.Client.PostAsync($"{Maker.Boms}/{draft.TextAt("id")}/activate")).ShouldBe(200).Json.At("data.version").GetInt64().ShouldBe(3);
        (await maker.Client.GetAsync($"{Maker.Boms}/{draft.TextAt("id")}")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("active");
        foreach (var (filter, count) in new[] { ("", 1), ($"?itemId={table}&status=active", 1), ($"?componentItemId={leg}", 0), ("?status=draft", 0), ("?q=bom 000001", 1) })
            (await maker.Client.GetAsync($"{Maker.Boms}{filter}")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(count, filter);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_kept()
    {
        using var maker = await system.MakerAsync();
        var (item, service) = (await maker.ItemAsync(), await maker.ItemAsync("service"));

        (await maker.Client.PostAsync(Maker.Boms, new
        {
            outputQty = 0, effectiveFrom = "soon", components = new object[] { new { qty = -1, scrapPct = -1, issueMethod = "by hand" }, 7 },
            byProducts = new[] { new { itemId = item, qty = 1, costSharePct = 60 }, new { itemId = item, qty = 1, costSharePct = 60 } },
        })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => (d.TextAt("field"), d.TextAt("code"))).ShouldBe(
        [
            ("itemId", "required"), ("outputQty", "out_of_range"), ("effectiveFrom", "invalid_value"), ("components[0].itemId", "required"),
            ("components[0].qty", "out_of_range"), ("components[0].scrapPct", "out_of_range"), ("components[0].issueMethod", "invalid_value"),
            ("components[1]", "invalid_type"), ("byProducts", "out_of_range"), ("byProducts", "invalid_value"),
        ], ignoreOrder: true);
        (await maker.Client.PostAsync(Maker.Boms, new
        {
            itemId = item, effectiveFrom = "2031-02-01", effectiveTo = "2031-01-01", byProducts = new[] { new { itemId = item, qty = 1 } },
            components = new object[] { new { itemId = Guid.NewGuid(), qty = 1 }, new { itemId = item, qty = 1, uomId = "parsec" }, new { itemId = service, qty = 1 } },
        })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field")).ShouldBe(
            ["components[0].itemId", "components[1].uomId", "components[2].itemId", "byProducts[0].itemId", "effectiveTo"], ignoreOrder: true);
        (await maker.Client.PostAsync(Maker.Boms, "{")).ShouldBeError(400, "invalid_json");
        (await maker.Client.GetAsync($"{Maker.Boms}?colour=red")).ShouldBeError(400, "unknown_filter");
        (await maker.Client.GetAsync(Maker.Boms)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_key_a_scope_an_id_of_one_s_own_or_the_current_version_nothing_happens()
    {
        using var maker = await system.MakerAsync();
        using var other = await system.MakerAsync();
        using var reader = await system.ClientAsync(maker.Tenant, "production:read");
        using var stranger = await system.ClientAsync(maker.Tenant, "catalog:read");
        using var nobody = system.Atlas.Client(key: null);
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        var bom = await maker.BomAsync(new { itemId = item, components = new[] { new { itemId = part, qty = 1 } } });
        var one = $"{Maker.Boms}/{bom.TextAt("id")}";

        (await nobody.GetAsync(one)).ShouldBe(401);
        (await stranger.GetAsync(one)).ShouldBeError(403, "insufficient_scope");
        (await reader.GetAsync(one)).ShouldBe(200);
        (await reader.PostAsync($"{one}/activate")).ShouldBeError(403, "insufficient_scope");
        (await reader.PostAsync(Maker.Boms, new { itemId = item })).ShouldBeError(403, "insufficient_scope");
        foreach (var path in new[] { "", "/explosion" }) (await other.Client.GetAsync($"{one}{path}")).ShouldBeError(404, "resource_not_found");
        foreach (var action in new[] { "activate", "archive", "new-version" }) (await other.Client.PostAsync($"{one}/{action}")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync(Maker.Boms)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await other.Client.GetAsync($"/v1/items/{part}/where-used")).ShouldBeError(404, "resource_not_found");
        (await maker.Client.PatchAsync(one, new { notes = "late" }, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await maker.Client.PostAsync($"{one}/activate", null, ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        (await maker.Client.GetAsync(one)).ShouldBe(200).Json.At("data.version").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_active_stays_as_it_is_but_for_its_notes_and_the_next_version_supersedes_it()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        var first = await maker.ActiveBomAsync(item, (part, 1));
        var one = $"{Maker.Boms}/{first.TextAt("id")}";

        (await maker.Client.PatchAsync(one, new { components = Array.Empty<object>() })).ShouldBeError(409, "not_editable").Json.TextAt("message")!.ShouldContain("new-version");
        (await maker.Client.PatchAsync(one, new { notes = "Glue first" })).ShouldBe(200).Json.TextAt("data.notes").ShouldBe("Glue first");
        var next = (await maker.Client.PostAsync($"{one}/new-version")).ShouldBe(201).Json.At("data");
        (await maker.Client.PatchAsync($"{Maker.Boms}/{next.TextAt("id")}", new { components = new[] { new { itemId = part, qty = 2 } } })).ShouldBe(200);
        await maker.ActivateAsync(next);

        (next.TextAt("bomNo"), next.At("versionNo").GetInt32(), next.TextAt("status")).ShouldBe((first.TextAt("bomNo"), 2, "draft"));
        (await ActiveAsync()).ShouldBe([2]);
        (await maker.Client.PostAsync($"{one}/activate")).ShouldBe(200); // Back to what was.
        (await ActiveAsync()).ShouldBe([1]);
        (await maker.Client.PostAsync($"{Maker.Boms}/{next.TextAt("id")}/archive")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("archived");
        (await maker.Client.PostAsync($"{Maker.Boms}/{next.TextAt("id")}/activate")).ShouldBeInvalidTransition("archived", "activate", "new-version");

        async Task<IEnumerable<int>> ActiveAsync() => (await maker.Client.GetAsync($"{Maker.Boms}?itemId={item}&status=active")).ShouldBe(200)
            .Json.At("data").EnumerateArray().Select(bom => bom.At("versionNo").GetInt32());
    }

    [Fact]
    public async Task Versions_for_different_days_hold_side_by_side()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        var january = await ActiveAsync("2031-01-01", "2031-01-31");
        await ActiveAsync("2031-02-01", null);
        await ActiveAsync("2031-02-15", "2031-02-20");

        var orders = new List<string?>();
        foreach (var day in new[] { "2031-01-31T12:00:00Z", "2031-02-15T12:00:00Z" })
            orders.Add((await StartAsync(day)).ShouldBe(201).Json.TextAt("data.bomId"));

        orders[0].ShouldBe(january);
        (await StartAsync("2031-02-01T12:00:00Z")).ShouldBeError(409, "bom_not_active"); // The third has superseded the second.
        (await StartAsync("2030-12-31T12:00:00Z")).ShouldBeError(409, "bom_not_active");

        async Task<string?> ActiveAsync(string? from, string? to) => (await maker.ActivateAsync(await maker.BomAsync(
            new { itemId = item, effectiveFrom = from, effectiveTo = to, components = new[] { new { itemId = part, qty = 1 } } }))).TextAt("id");
        Task<Answer> StartAsync(string day) => maker.Client.PostAsync(Maker.Orders, new { itemId = item, qty = 1, facilityId = maker.Facility, plannedStart = day });
    }

    [Fact]
    public async Task Without_components_or_with_inactive_ones_nothing_is_activated()
    {
        using var maker = await system.MakerAsync();
        var (item, part) = (await maker.ItemAsync(), await maker.ItemAsync());
        var empty = await maker.BomAsync(new { itemId = item, components = Array.Empty<object>() });
        var bom = await maker.BomAsync(new { itemId = item, components = new[] { new { itemId = part, qty = 1 } } });

        (await maker.Client.PostAsync($"{Maker.Boms}/{empty.TextAt("id")}/activate")).ShouldBeError(400, "validation_failed");
        (await maker.Client.PatchAsync($"/v1/items/{part}", new { isActive = false })).ShouldBe(200);

        await Eventually.BecomesTrue("Production knows that the component is not active",
            async () => await system.CountAsync("select count(*) from items where id = $1 and not is_active", part) == 1);

        (await maker.Client.PostAsync($"{Maker.Boms}/{bom.TextAt("id")}/activate")).ShouldBeError(409, "item_inactive")
            .Json.TextAt("details[0].field").ShouldBe("components[0].itemId");
    }

    [Fact]
    public async Task A_circle_is_refused_with_its_way_however_long()
    {
        using var maker = await system.MakerAsync();
        var items = new List<Guid>();
        for (var i = 0; i < 4; i++) items.Add(await maker.ItemAsync());
        await maker.ActiveBomAsync(items[0], (items[1], 1));
        await maker.ActiveBomAsync(items[1], (items[2], 1));
        await maker.ActiveBomAsync(items[2], (items[3], 1));
        var itself = await maker.BomAsync(new { itemId = items[3], components = new[] { new { itemId = items[3], qty = 1 } } });
        var around = await maker.BomAsync(new { itemId = items[3], components = new[] { new { itemId = items[1], qty = 1 } } });

        (await maker.Client.PostAsync($"{Maker.Boms}/{itself.TextAt("id")}/activate")).ShouldBeError(409, "bom_cycle");
        Path(await maker.Client.PostAsync($"{Maker.Boms}/{around.TextAt("id")}/activate")).ShouldBe([items[3], items[1], items[2], items[3]]);
        (await maker.Client.GetAsync($"{Maker.Boms}?status=active")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(3);

        static IEnumerable<Guid> Path(Answer refused) => refused.ShouldBeError(409, "bom_cycle").Json.At("details[0].meta.path").EnumerateArray().Select(id => id.GetGuid());
    }

    [Fact]
    public async Task Side_by_side_no_two_versions_are_active_and_no_circle_is_made()
    {
        using var maker = await system.MakerAsync();
        for (var round = 0; round < 3; round++)
        {
            var (a, b) = (await maker.ItemAsync(), await maker.ItemAsync());
            var boms = new List<JsonElement>
            {
                await maker.BomAsync(new { itemId = a, components = new[] { new { itemId = b, qty = 1 } } }),
                await maker.BomAsync(new { itemId = a, components = new[] { new { itemId = b, qty = 2 } } }),
                await maker.BomAsync(new { itemId = b, components = new[] { new { itemId = a, qty = 1 } } }),
            };

            var answers = await Task.WhenAll(boms.Select(bom => maker.Client.PostAsync($"{Maker.Boms}/{bom.TextAt("id")}/activate")));

            foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.OK)) refused.ShouldBeError(409, "bom_cycle");
            var active = (await maker.Client.GetAsync($"{Maker.Boms}?status=active&itemId={a},{b}")).ShouldBe(200);
            active.Json.At("count").GetInt32().ShouldBe(1); // Either one way of making A, or one of making B.
        }
    }

    [Fact]
    public async Task It_is_taken_apart_over_all_levels_and_found_from_below()
    {
        using var maker = await system.MakerAsync();
        var (table, leg, kit, bar, screw) = (await maker.ItemAsync(), await maker.ItemAsync(), await maker.ItemAsync(), await maker.ItemAsync(uom: "kg"), await maker.ItemAsync());
        await maker.ActivateAsync(await maker.BomAsync(new { itemId = kit, outputQty = 1, components = new[] { new { itemId = screw, qty = 1, uomId = "box" } } }));
        await maker.ActivateAsync(await maker.BomAsync(new
        {
            itemId = leg, outputQty = 3, components = new object[] { new { itemId = bar, qty = 1 }, new { itemId = screw, qty = 6, scrapPct = 50 } },
        }));
        var bom = await maker.BomAsync(new
        {
            itemId = table, outputUomId = "box", components = new object[] { new { itemId = leg, qty = 48 }, new { itemId = kit, qty = 12, isPhantom = true } },
        });

        var whole = (await maker.Client.GetAsync($"{Maker.Boms}/{bom.TextAt("id")}/explosion?qty=0.5")).ShouldBe(200).Json.At("data");
        var first = (await maker.Client.GetAsync($"{Maker.Boms}/{bom.TextAt("id")}/explosion?levels=1")).ShouldBe(200).Json.At("data");

        // 24 legs are 8 kg and 48 screws, half as much again is spoilt; 6 kits are 72 screws.
        Summary(whole).ShouldBe([(bar, 8m), (screw, 144m)], ignoreOrder: true);
        whole.At("tree").EnumerateArray().Select(n => (n.At("level").GetInt32(), n.At("itemId").GetGuid(), n.At("qty").GetDecimal())).ShouldBe(
            [(1, leg, 24m), (2, bar, 8m), (2, screw, 72m), (1, kit, 6m), (2, screw, 72m)]);
        Summary(first).ShouldBe([(leg, 48m), (screw, 144m)], ignoreOrder: true);
        (await maker.Client.GetAsync($"{Maker.Boms}/{bom.TextAt("id")}/explosion?qty=0")).ShouldBeError(400, "invalid_parameter");
        (await maker.Client.GetAsync($"{Maker.Boms}/{bom.TextAt("id")}/explosion?levels=none")).ShouldBeError(400, "invalid_parameter");

        var uses = (await maker.Client.GetAsync($"/v1/items/{screw}/where-used")).ShouldBe(200).Json;
        uses.At("data").EnumerateArray().Select(use => use.At("itemId").GetGuid()).ShouldBe([leg, kit]);
        uses.At("count").GetInt32().ShouldBe(2);
        (await maker.Client.GetAsync($"/v1/items/{leg}/where-used?status=draft")).ShouldBe(200).Json.TextAt("data[0].bomId").ShouldBe(bom.TextAt("id"));
        (await maker.Client.GetAsync($"/v1/items/{leg}/where-used")).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(0);
        (await maker.Client.GetAsync($"/v1/items/{table}")).ShouldBe(200).Json.At("data.id").GetGuid().ShouldBe(table); // Its neighbours are Catalog's.

        static IEnumerable<(Guid, decimal)> Summary(JsonElement explosion) =>
            explosion.At("summary").EnumerateArray().Select(sum => (sum.At("itemId").GetGuid(), sum.At("qty").GetDecimal()));
    }

    [Fact]
    public async Task The_same_key_makes_one_and_a_dry_run_none()
    {
        using var maker = await system.MakerAsync();
        var body = new { itemId = await maker.ItemAsync(), components = Array.Empty<object>() };

        (await maker.Client.PostAsync($"{Maker.Boms}?dryRun=true", body)).ShouldBe(201).Header("Atlas-Dry-Run").ShouldBe("true");
        var first = (await maker.Client.PostAsync(Maker.Boms, body, ("Idempotency-Key", "bom-1"))).ShouldBe(201);
        var second = (await maker.Client.PostAsync(Maker.Boms, body, ("Idempotency-Key", "bom-1"))).ShouldBe(201);

        second.Body.ShouldBe(first.Body);
        (await maker.Client.GetAsync(Maker.Boms)).ShouldBe(200).Json.At("count").GetInt32().ShouldBe(1);
    }
}
