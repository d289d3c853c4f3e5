using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Transfers;

[Collection(OneSystem.Name)]
public sealed class TransferTests(InventorySystem system)
{
    const string Path = "/v1/inventory/transfers";

    [Fact]
    public async Task Stock_that_is_transferred_is_in_transit_until_it_arrives_and_none_is_lost_on_the_way()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);

        var draft = await CreateAsync(tenant, there, new { itemId = item, qty = 6, toLocationId = dock });
        var id = draft.Json.TextAt("data.id");
        (await ActAsync(tenant, id, "approve")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("approved");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        var shipped = (await ActAsync(tenant, id, "ship", new { carrier = "DHL", trackingNo = "T-1" })).ShouldBe(200).Json.At("data");
        (await tenant.OnHandAsync(item)).ShouldBe(4);
        Quantities(shipped).ShouldBe((6, 0, 0, 6));
        var received = (await ActAsync(tenant, id, "receive")).ShouldBe(200);

        draft.Json.TextAt("data.transferNo").ShouldStartWith("TRF-");
        received.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "uuid", "transferNo": "string", "fromFacilityId": "uuid", "toFacilityId": "uuid", "status": "string", "requestedShipDate": "date?",
                "expectedArrival": "date?", "carrier": "string?", "trackingNo": "string?", "notes": "string?", "reason": "string?", "externalId": "string?", "metadata": {},
                "lines": [{ "id": "uuid", "lineNo": "integer", "itemId": "uuid", "uomId": "uuid", "qty": "number", "fromLocationId": "uuid?", "toLocationId": "uuid?",
                  "lotId": "uuid?", "shippedQty": "number", "receivedQty": "number", "lostQty": "number", "inTransitQty": "number" }],
                "shipments": [{ "transactionId": "uuid", "shippedAt": "timestamp", "shippedBy": "string", "carrier": "string?", "trackingNo": "string?",
                  "lines": [{ "lineId": "uuid", "itemId": "uuid", "locationId": "uuid", "lotId": "uuid?", "serialNo": "string?", "qty": "number" }] }],
                "receipts": [{ "transactionId": "uuid", "receivedAt": "timestamp", "receivedBy": "string",
                  "lines": [{ "lineId": "uuid", "itemId": "uuid", "locationId": "uuid", "lotId": "uuid?", "serialNo": "string?", "qty": "number" }] }],
                "approvedAt": "timestamp?", "approvedBy": "string?", "shippedAt": "timestamp?", "shippedBy": "string?", "receivedAt": "timestamp?",
                "receivedBy": "string?", "closedAt": "timestamp?", "closedBy": "string?", "cancelledAt": "timestamp?", "cancelledBy": "string?",
                "allowedActions": [], "createdBy": "string", "createdAt": "timestamp", "updatedAt": "timestamp", "version": "integer"
              }
            }
            """, exactly: true);
        received.Header("ETag").ShouldBe("\"v4\"");
        (await tenant.Client.GetAsync(draft.Header("Location")!)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(received.Json.At("data").GetRawText());
        (received.Json.TextAt("data.status"), received.Json.TextAt("data.carrier")).ShouldBe(("received", "DHL"));
        Quantities(received.Json.At("data")).ShouldBe((6, 6, 0, 0));
        (await tenant.OnHandAsync(item, $"&locationId={dock}")).ShouldBe(6);
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        (await tenant.Client.GetAsync($"/v1/inventory/transactions?sourceType=transfer&sourceId={id}")).Json.At("data").EnumerateArray().Select(t => t.TextAt("type"))
            .ShouldBe(["transfer_receive", "transfer_ship"]);
        (await system.AnnouncedAsync(tenant.Name, "TransferChanged")).Select(m => (m.TextAt("what"), m.At("version").GetInt32()))
            .ShouldBe([("created", 1), ("approved", 2), ("shipped", 3), ("received", 4)]);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task In_each_state_an_action_is_done_repeated_without_effect_or_refused_with_what_is_possible()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 1_000);
        string[] actions = ["approve", "ship", "receive", "close", "cancel"];
        const string done = "repeated", no = "refused";
        Dictionary<string, (string[] Way, string[] Then, string[] Allowed)> states = new()
        {
            // What becomes of it by each action, in the order above.
            ["draft"] = ([], ["approved", "in_transit", no, no, "cancelled"], ["update", "approve", "ship", "cancel"]),
            ["approved"] = (["approve"], [done, "in_transit", no, no, "cancelled"], ["ship", "cancel"]),
            ["in_transit"] = (["ship"], [no, done, "received", "closed_short", no], ["receive", "close"]),
            ["partially_received"] = (["ship", "receive one"], [no, done, "received", "closed_short", no], ["receive", "close"]),
            ["received"] = (["ship", "receive"], [no, no, done, no, no], []),
            ["closed_short"] = (["ship", "close"], [no, no, no, done, no], []),
            ["cancelled"] = (["cancel"], [no, no, no, no, done], []),
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
                if (then[i] == no) (await DoAsync(id, actions[i])).ShouldBeInvalidTransition(state, actions[i], allowed);
                else if (then[i] == done) (await DoAsync(id, actions[i])).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(before.GetRawText());
            }

            if (state != "draft") (await tenant.Client.PatchAsync($"{Path}/{id}", new { notes = "x" })).ShouldBeError(409, "not_editable");
            (await tenant.PostedAsync()).ShouldBe(posted, state);
            (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data").GetRawText().ShouldBe(before.GetRawText());
            for (var i = 0; i < actions.Length; i++)
                if (then[i] is not (no or done)) (await DoAsync(await GoAsync(way), actions[i])).ShouldBe(200).Json.TextAt("data.status").ShouldBe(then[i], $"{state}, {actions[i]}");
        }

        await tenant.BooksAreSoundAsync();

        async Task<string?> GoAsync(string[] way)
        {
            var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 2, toLocationId = dock })).Json.TextAt("data.id");
            foreach (var step in way) (await DoAsync(id, step)).ShouldBe(200);
            return id;
        }

        Task<Answer> DoAsync(string? id, string step) => step switch
        {
            "receive one" => ActAsync(tenant, id, "receive", new { lines = new[] { new { lineNo = 1, qty = 1 } } }),
            "close" => ActAsync(tenant, id, "close", new { reason = "lost on the way" }),
            _ => tenant.Client.PostAsync($"{Path}/{id}/{step}"), // Most need no body.
        };
    }

    [Fact]
    public async Task Parts_are_shipped_and_received_never_more_than_there_are_and_what_does_not_arrive_is_posted_as_lost()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        await tenant.HaveAsync(item, 20);
        await tenant.HaveAsync(other, 20);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 10, toLocationId = dock }, new { itemId = other, qty = 1, uomId = "box", toLocationId = dock })).Json.TextAt("data.id");
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);

        (await ActAsync(tenant, id, "ship", Line(1, 11))).ShouldBeError(409, "over_shipment");
        (await ActAsync(tenant, id, "ship", Line(1, 6))).ShouldBe(200).Json.At("data.allowedActions").ToString().ShouldContain("ship");
        (await ActAsync(tenant, id, "ship", Line(1, 5))).ShouldBeError(409, "over_shipment").Json.At("details[0].meta.left").GetDecimal().ShouldBe(4);
        (await ActAsync(tenant, id, "receive", Line(1, 7))).ShouldBeError(409, "over_receipt").Json.At("details[0].meta.left").GetDecimal().ShouldBe(6);
        (await ActAsync(tenant, id, "receive", Line(2, 1))).ShouldBeError(409, "over_receipt");
        (await ActAsync(tenant, id, "receive", Line(1, 6))).ShouldBe(200).Json.TextAt("data.status").ShouldBe("partially_received");
        // The same line twice is one demand.
        (await ActAsync(tenant, id, "ship", new { lines = new[] { new { lineNo = 1, qty = 3 }, new { lineNo = 1, qty = 2 } } })).ShouldBeError(409, "over_shipment");
        var all = (await ActAsync(tenant, id, "ship")).ShouldBe(200).Json.At("data");
        (all.TextAt("status"), all.At("shipments").GetArrayLength()).ShouldBe(("partially_received", 2));
        (await tenant.OnHandAsync(other)).ShouldBe(8);
        (await ActAsync(tenant, id, "receive", new { lines = new[] { new { lineNo = 1, qty = 3 }, new { lineNo = 1, qty = 2 } } })).ShouldBeError(409, "over_receipt");
        (await ActAsync(tenant, id, "receive", Line(1, 3))).ShouldBe(200);
        (await ActAsync(tenant, id, "close")).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("reason");
        var closed = (await ActAsync(tenant, id, "close", new { reason = "the truck burnt", reasonCode = "lost" })).ShouldBe(200).Json.At("data");

        (closed.TextAt("status"), closed.TextAt("reason")).ShouldBe(("closed_short", "the truck burnt"));
        Quantities(closed).ShouldBe((10, 9, 1, 0));
        Quantities(closed, 1).ShouldBe((12, 0, 12, 0));
        (await tenant.OnHandAsync(item)).ShouldBe(19);
        (await tenant.OnHandAsync(other)).ShouldBe(8);
        var loss = (await tenant.Client.GetAsync($"/v1/inventory/transactions?sourceId={id}&type=adjustment")).Json;
        (loss.At("count").GetInt32(), loss.TextAt("data[0].reason"), loss.TextAt("data[0].reasonCode")).ShouldBe((1, "the truck burnt", "lost"));
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task Lots_and_serial_numbers_arrive_as_they_left()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var (lotted, serialized) = (await tenant.ItemAsync(lots: "tracked"), await tenant.ItemAsync(serials: "tracked"));
        var first = await LotAsync("L1", 3);
        var second = await LotAsync("L2", 3);
        (await tenant.AdjustAsync(new { itemId = serialized, locationId = tenant.A, qtyDelta = 3, reason = "test", serialNos = new[] { "S1", "S2", "S3" } })).ShouldBe(201);
        var id = (await CreateAsync(tenant, there, new { itemId = lotted, qty = 5, toLocationId = dock }, new { itemId = serialized, qty = 2, toLocationId = dock })).Json.TextAt("data.id");

        (await ActAsync(tenant, id, "ship", new { lines = new[] { new { lineNo = 2, serialNos = new[] { "S9", "S1" } } } })).ShouldBeError(409, "insufficient_stock");
        (await ActAsync(tenant, id, "ship", new { lines = new object[] { new { lineNo = 1 }, new { lineNo = 2, serialNos = new[] { "S3", "S1" } } } })).ShouldBe(200);
        (await ActAsync(tenant, id, "receive", new { lines = new[] { new { lineNo = 2, serialNos = new[] { "S2" } } } })).ShouldBeError(409, "over_receipt");
        (await ActAsync(tenant, id, "receive", new { lines = new[] { new { lineNo = 1, qty = 3, lotId = second } } })).ShouldBeError(409, "over_receipt");
        (await ActAsync(tenant, id, "receive", new { lines = new object[] { new { lineNo = 1, qty = 2, lotId = second }, new { lineNo = 2, serialNos = new[] { "S3" }, statusId = "damaged" } } })).ShouldBe(200);
        (await ActAsync(tenant, id, "receive")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("received");

        (await BalancesAsync(lotted, dock)).Select(b => (b.TextAt("lotId"), b.At("onHandQty").GetDecimal())).ShouldBe([(first, 3m), (second, 2m)], ignoreOrder: true);
        (await BalancesAsync(serialized, dock)).Select(b => (b.TextAt("serialNo"), b.TextAt("statusCode"))).ShouldBe([("S1", "available"), ("S3", "damaged")], ignoreOrder: true);
        (await BalancesAsync(serialized, tenant.A)).Select(b => b.TextAt("serialNo")).ShouldBe(["S2"]);
        await tenant.BooksAreSoundAsync();

        async Task<string?> LotAsync(string lotNo, decimal qty) =>
            (await tenant.AdjustAsync(new { itemId = lotted, locationId = tenant.A, qtyDelta = qty, reason = "test", lotNo })).ShouldBe(201).Json.TextAt("data.lines[0].lotId");

        async Task<List<JsonElement>> BalancesAsync(Guid item, Guid location) =>
            [.. (await tenant.Client.GetAsync($"/v1/inventory/balances?itemId={item}&locationId={location}")).ShouldBe(200).Json.At("data").EnumerateArray()];
    }

    [Fact]
    public async Task What_others_hold_is_not_shipped_and_what_the_transfer_holds_is_for_nobody_else()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        (await ReserveAsync(6)).ShouldBe(201);
        var (big, small, dropped) = (await DraftAsync(5), await DraftAsync(3), await DraftAsync(1));

        (await ActAsync(tenant, big, "ship")).ShouldBeError(409, "insufficient_stock").Json.At("details[0].meta.available").GetDecimal().ShouldBe(4);
        (await ActAsync(tenant, big, "approve", new { hold = true })).ShouldBeError(409, "insufficient_stock");
        (await tenant.Client.GetAsync($"{Path}/{big}")).Json.TextAt("data.status").ShouldBe("draft");
        (await ActAsync(tenant, small, "approve", new { hold = true })).ShouldBe(200);
        (await ActAsync(tenant, dropped, "approve", new { hold = true })).ShouldBe(200);
        (await ReserveAsync(1)).ShouldBeError(409, "insufficient_stock");
        (await ActAsync(tenant, dropped, "cancel", new { reason = "not needed" })).ShouldBe(200);
        (await ActAsync(tenant, small, "ship", Line(1, 2))).ShouldBe(200);
        (await HeldAsync(small)).ShouldBe(1);
        (await ActAsync(tenant, small, "close", new { reason = "enough" })).ShouldBe(200);

        // Two have left and are lost; six are reserved; the rest is free again.
        (await HeldAsync(small)).ShouldBe(0);
        (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).Json.At("data[0].availableQty").GetDecimal().ShouldBe(2);
        await tenant.BooksAreSoundAsync();

        async Task<string?> DraftAsync(decimal qty) => (await CreateAsync(tenant, there, new { itemId = item, qty, toLocationId = dock })).Json.TextAt("data.id");

        Task<Answer> ReserveAsync(decimal qty) =>
            tenant.Client.PostAsync("/v1/inventory/reservations", new { itemId = item, facilityId = tenant.Facility, qty, demandType = "manual", demandId = "x" });

        async Task<decimal> HeldAsync(string? transfer) => (await tenant.Client.GetAsync($"/v1/inventory/reservations?demandType=transfer&demandId={transfer}&status=all"))
            .ShouldBe(200).Json.At("data").EnumerateArray().Sum(r => r.At("openQty").GetDecimal() + r.At("allocatedQty").GetDecimal());
    }

    [Fact]
    public async Task Many_who_ship_and_receive_at_once_never_take_more_than_there_is()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 50);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 10, toLocationId = dock })).Json.TextAt("data.id");

        var ships = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ActAsync(tenant, id, "ship", Line(1, 1))));
        var receipts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ActAsync(tenant, id, "receive", Line(1, 1))));

        ships.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(10);
        receipts.Count(answer => answer.Status == HttpStatusCode.OK).ShouldBe(10);
        foreach (var refused in ships.Concat(receipts).Where(answer => answer.Status != HttpStatusCode.OK)) refused.ShouldBe(409);
        var transfer = (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data");
        transfer.TextAt("status").ShouldBe("received");
        Quantities(transfer).ShouldBe((10, 10, 0, 0));
        (await tenant.OnHandAsync(item, $"&locationId={dock}")).ShouldBe(10);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.A}")).ShouldBe(40);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_repeated_request_has_one_effect_a_dry_run_none_and_an_old_version_is_refused()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 10);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 6, toLocationId = dock })).Json.TextAt("data.id");

        (await tenant.Client.PostAsync($"{Path}/{id}/ship?dryRun=true", Line(1, 2))).ShouldBe(200).Header("Atlas-Dry-Run").ShouldBe("true");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        (await tenant.Client.PostAsync($"{Path}/{id}/ship", Line(1, 2), ("If-Match", "\"v7\""))).ShouldBeError(412, "version_mismatch");
        var first = (await tenant.Client.PostAsync($"{Path}/{id}/ship", Line(1, 2), ("Idempotency-Key", "ship-1"), ("If-Match", "\"v1\""))).ShouldBe(200);
        var again = (await tenant.Client.PostAsync($"{Path}/{id}/ship", Line(1, 2), ("Idempotency-Key", "ship-1"), ("If-Match", "\"v1\""))).ShouldBe(200);

        again.Header("Idempotent-Replayed").ShouldBe("true");
        again.Text.ShouldBe(first.Text);
        (await tenant.OnHandAsync(item)).ShouldBe(8);
        (await tenant.Client.GetAsync($"/v1/inventory/transactions?sourceId={id}")).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_draft_can_be_changed_line_by_line_or_as_a_whole()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        var draft = (await CreateAsync(tenant, there, new { itemId = item, qty = 1 }, new { itemId = other, qty = 2 })).Json.At("data");
        var (path, first, second) = ($"{Path}/{draft.TextAt("id")}", draft.TextAt("lines[0].id"), draft.TextAt("lines[1].id"));

        var named = (await tenant.Client.PatchAsync(path, new { notes = "soon", expectedArrival = "2027-01-31", lines = new object[] { new { id = first, itemId = item, qty = 7 }, new { id = second, _delete = true }, new { itemId = other, qty = 3, toLocationId = dock } } },
            ("If-Match", "\"v1\""))).ShouldBe(200).Json.At("data");
        var whole = (await tenant.Client.PatchAsync(path, new { lines = new[] { new { itemId = other, qty = 9 } } })).ShouldBe(200).Json.At("data");
        (await tenant.Client.PatchAsync(path, new { lines = new[] { new { id = Guid.NewGuid(), itemId = other, qty = 9 } } })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PatchAsync(path, new { lines = Array.Empty<object>() })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.PatchAsync(path, new { notes = "late" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");

        named.At("lines").EnumerateArray().Select(l => (l.At("itemId").GetGuid(), l.At("qty").GetDecimal())).ShouldBe([(item, 7m), (other, 3m)]);
        (named.TextAt("lines[0].id"), named.TextAt("notes"), named.TextAt("expectedArrival")).ShouldBe((first, "soon", "2027-01-31"));
        whole.At("lines").EnumerateArray().Select(l => (l.At("itemId").GetGuid(), l.At("qty").GetDecimal())).ShouldBe([(other, 9m)]);
        (await tenant.Client.GetAsync(path)).Json.At("data").GetRawText().ShouldBe(whole.GetRawText());
    }

    [Fact]
    public async Task What_a_transfer_has_posted_is_not_reversed_behind_its_back()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 5, toLocationId = dock })).Json.TextAt("data.id");
        var shipment = (await ActAsync(tenant, id, "ship")).ShouldBe(200).Json.TextAt("data.shipments[0].transactionId");

        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{shipment}/reverse", new { })).ShouldBeError(409, "not_reversible");

        (await tenant.OnHandAsync(item)).ShouldBe(0);
        await system.TamperAsync("insert into transfer_movements (tenant_id, transfer_id, nr, line_id, kind, transaction_id, item_id, lot_id, serial_no, status_id, qty, at, by) select tenant_id, transfer_id, 9, line_id, 'receive', transaction_id, item_id, lot_id, serial_no, status_id, 1, at, by from transfer_movements where tenant_id = $1", tenant.Name);
        (await tenant.Client.PostAsync("/v1/inventory/integrity-checks", new { })).ShouldBe(200).Json.At("data.checks").EnumerateArray()
            .Where(c => !c.At("isSound").GetBoolean()).Select(c => c.TextAt("code")).ShouldBe(["INV-35"]);
    }

    [Fact]
    public async Task Bad_requests_get_their_errors_and_move_nothing()
    {
        using var tenant = await system.TenantAsync();
        using var reader = await system.TenantAsync("inventory:read");
        using var stranger = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var (foreignFacility, _) = await stranger.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 2 })).Json.TextAt("data.id");

        (await tenant.Client.PostAsync(Path, new { })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field"))
            .ShouldBe(["fromFacilityId", "toFacilityId", "lines"], ignoreOrder: true);
        (await tenant.Client.PostAsync(Path, "[]")).ShouldBeError(400, "invalid_json");
        (await TryAsync(tenant.Facility, new { itemId = item, qty = 1 })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("toFacilityId");
        (await TryAsync(foreignFacility, new { itemId = item, qty = 1 })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("invalid_reference");
        (await TryAsync(there, new { itemId = Guid.NewGuid(), qty = 1 })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lines[0].itemId");
        foreach (var qty in (decimal[])[0, -1, 0.5m]) (await TryAsync(there, new { itemId = item, qty })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lines[0].qty");
        (await TryAsync(there, new { itemId = item, qty = 1, fromLocationId = dock, toLocationId = tenant.A, lotId = Guid.NewGuid() })).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("field"))
            .ShouldBe(["lines[0].fromLocationId", "lines[0].toLocationId", "lines[0].lotId"]);
        (await ActAsync(tenant, id, "ship", Line(9, 1))).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("lines[0].lineNo");
        (await ActAsync(tenant, id, "ship", new { lines = new[] { new { qty = 1 } } })).ShouldBeError(400, "validation_failed");
        (await ActAsync(tenant, id, "ship", new { lines = new[] { new { lineNo = 1, locationId = dock } } })).ShouldBeError(400, "validation_failed");
        (await tenant.Client.GetAsync($"{Path}/{Guid.NewGuid()}")).ShouldBeError(404, "resource_not_found");
        foreach (var action in (string[])["approve", "ship", "receive", "cancel"])
        {
            (await ActAsync(tenant, $"{Guid.NewGuid()}", action)).ShouldBeError(404, "resource_not_found");
            (await ActAsync(stranger, id, action)).ShouldBeError(404, "resource_not_found");
            (await ActAsync(reader, id, action)).ShouldBeError(403, "insufficient_scope");
        }

        (await stranger.Client.GetAsync($"{Path}/{id}")).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.PatchAsync($"{Path}/{id}", new { notes = "x" })).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.GetAsync(Path)).Json.At("count").GetInt32().ShouldBe(0);
        (await tenant.Client.GetAsync($"{Path}?status=happy")).ShouldBeError(400, "invalid_value");
        (await tenant.Client.GetAsync($"{Path}?state=draft")).ShouldBeError(400, "unknown_filter");
        (await tenant.Client.GetAsync($"{Path}/{id}")).Json.At("data.version").GetInt32().ShouldBe(1);
        (await tenant.OnHandAsync(item)).ShouldBe(5);
        // A receipt must say where things are when the transfer does not.
        (await ActAsync(tenant, id, "ship")).ShouldBe(200);
        (await ActAsync(tenant, id, "receive")).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("required");
        (await ActAsync(tenant, id, "receive", new { locationId = tenant.A })).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].code").ShouldBe("invalid_reference");
        (await ActAsync(tenant, id, "receive", new { locationId = dock })).ShouldBe(200).Json.TextAt("data.status").ShouldBe("received");
        await tenant.BooksAreSoundAsync();

        Task<Answer> TryAsync(Guid to, object line) => tenant.Client.PostAsync(Path, new { fromFacilityId = tenant.Facility, toFacilityId = to, lines = new[] { line } });
    }

    [Fact]
    public async Task What_a_transfer_brings_is_not_suggested_to_be_ordered_again()
    {
        using var tenant = await system.TenantAsync();
        var (there, dock) = await tenant.DestinationAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 4);
        (await tenant.Client.PostAsync("/v1/inventory/policies", new { itemId = item, facilityId = there, policyType = "order_up_to", maxQty = 10 })).ShouldBe(201);
        var id = (await CreateAsync(tenant, there, new { itemId = item, qty = 4, toLocationId = dock })).Json.TextAt("data.id");

        (await SuggestedAsync()).ShouldBe((10, 0));
        (await ActAsync(tenant, id, "approve")).ShouldBe(200);
        (await SuggestedAsync()).ShouldBe((6, 4));
        (await ActAsync(tenant, id, "ship")).ShouldBe(200);
        (await SuggestedAsync()).ShouldBe((6, 4));
        (await ActAsync(tenant, id, "receive", Line(1, 3))).ShouldBe(200);
        (await SuggestedAsync()).ShouldBe((6, 1));
        (await ActAsync(tenant, id, "close", new { reason = "lost" })).ShouldBe(200);
        (await SuggestedAsync()).ShouldBe((7, 0));

        async Task<(decimal, decimal)> SuggestedAsync()
        {
            var suggestion = (await tenant.Client.GetAsync($"/v1/inventory/replenishment-suggestions?facilityId={there}")).ShouldBe(200).Json.At("data[0]");
            return (suggestion.At("suggestedQty").GetDecimal(), suggestion.At("explain.incoming").GetDecimal());
        }
    }

    [Fact]
    public async Task The_list_is_filtered_and_read_page_by_page()
    {
        using var tenant = await system.TenantAsync();
        var (there, _) = await tenant.DestinationAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        var ids = new List<string?>();
        for (var n = 0; n < 5; n++) ids.Add((await CreateAsync(tenant, there, new { itemId = n == 2 ? other : item, qty = 1 })).Json.TextAt("data.id"));
        (await ActAsync(tenant, ids[4], "cancel")).ShouldBe(200);

        (await ListAsync("status=cancelled")).ShouldBe([ids[4]]);
        (await ListAsync("status=draft,cancelled&limit=1")).ShouldBe([ids[4]]);
        (await ListAsync($"itemId={other}")).ShouldBe([ids[2]]);
        (await ListAsync($"toFacilityId={tenant.Facility}")).ShouldBeEmpty();
        (await ListAsync($"facilityId={tenant.Facility}")).Count.ShouldBe(5);
        var (walked, cursor) = (new List<string?>(), "");
        do
        {
            var page = (await tenant.Client.GetAsync($"{Path}?limit=2{(cursor == "" ? "" : $"&cursor={Uri.EscapeDataString(cursor!)}")}")).ShouldBe(200).Json;
            page.At("count").GetInt32().ShouldBe(5);
            walked.AddRange(page.At("data").EnumerateArray().Select(t => t.TextAt("id")));
            cursor = page.TextAt("nextCursor");
        }
        while (cursor is not null);
        walked.ShouldBe(Enumerable.Reverse(ids));

        async Task<List<string?>> ListAsync(string filter) =>
            [.. (await tenant.Client.GetAsync($"{Path}?{filter}")).ShouldBe(200).Json.At("data").EnumerateArray().Select(t => t.TextAt("id"))];
    }

    static async Task<Answer> CreateAsync(TestTenant tenant, Guid to, params IReadOnlyList<object> lines) =>
        (await tenant.Client.PostAsync(Path, new { fromFacilityId = tenant.Facility, toFacilityId = to, lines })).ShouldBe(201);

    static Task<Answer> ActAsync(TestTenant tenant, string? id, string action, object? body = null) => tenant.Client.PostAsync($"{Path}/{id}/{action}", body ?? new { });

    static object Line(int lineNo, decimal qty) => new { lines = new[] { new { lineNo, qty } } };

    static (decimal, decimal, decimal, decimal) Quantities(JsonElement transfer, int index = 0)
    {
        var line = transfer.At($"lines[{index}]");
        return (line.At("shippedQty").GetDecimal(), line.At("receivedQty").GetDecimal(), line.At("lostQty").GetDecimal(), line.At("inTransitQty").GetDecimal());
    }
}
