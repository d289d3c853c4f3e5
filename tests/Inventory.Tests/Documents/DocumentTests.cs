using System.Text.Json;
using Atlas.Support;

namespace Atlas.Inventory.Tests.Documents;

/// <summary>What other services ask for by message: decided once, however often it is asked, and answered by an event.</summary>
[Collection(OneSystem.Name)]
public sealed class DocumentTests(InventorySystem system)
{
    [Fact]
    public async Task Two_lines_of_one_item_share_what_there_is()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);

        var refused = await ReserveAsync(tenant, "SO-1", "all_or_nothing", item, 3, 3);
        var held = await FreeAsync(tenant, item);
        var taken = await ReserveAsync(tenant, "SO-2", "partial_backorder", item, 3, 3);

        (refused.At("isAccepted").GetBoolean(), refused.TextAt("code"), refused.At("lines").GetArrayLength()).ShouldBe((false, "insufficient_stock", 0));
        held.ShouldBe(5);
        taken.At("lines").EnumerateArray().Select(l => (l.At("reservedQty").GetDecimal(), l.At("backorderedQty").GetDecimal())).ShouldBe([(3m, 0m), (2m, 1m)]);
        (await FreeAsync(tenant, item)).ShouldBe(0);
        (await tenant.Client.GetAsync("/v1/inventory/reservations?demandId=SO-2")).Json.At("count").GetInt32().ShouldBe(2);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_is_held_for_a_document_is_given_up_once()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 5);
        await ReserveAsync(tenant, "SO-1", "all_or_nothing", item, 2, 3);

        var released = await system.OutcomeAsync(tenant.Name, "ReleaseReservations",
            new { demandType = "sales_order", demandId = "SO-1", actionNo = 2, cancels = true, reason = "void" }, "StockReleased");

        released.At("reservationIds").GetArrayLength().ShouldBe(2);
        (await FreeAsync(tenant, item)).ShouldBe(5);
        (await tenant.Client.GetAsync("/v1/inventory/reservations?status=cancelled")).Json.At("count").GetInt32().ShouldBe(2);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_receipt_is_posted_once_or_refused_as_a_whole()
    {
        using var tenant = await system.TenantAsync();
        var (item, lots) = (await tenant.ItemAsync(), await tenant.ItemAsync(lots: "tracked"));
        object Receipt(string id, string? lotNo) => new
        {
            receiptId = id, receiptNo = id, receivedAt = (string?)null, actor = "dock",
            lines = new object[]
            {
                new { lineId = "1", itemId = item, locationId = tenant.A, qty = 2, uomId = TestTenant.Box, serialNos = Array.Empty<string>(), unitCost = 1.5 },
                new { lineId = "2", itemId = lots, locationId = tenant.A, qty = 7, lotNo, serialNos = Array.Empty<string>(), statusCode = "quarantine" },
            },
        };

        var refused = await system.OutcomeAsync(tenant.Name, "PostReceipt", Receipt("R-1", null), "ReceiptPosted");
        var before = await tenant.PostedAsync();
        var posted = await system.OutcomeAsync(tenant.Name, "PostReceipt", Receipt("R-2", "L1"), "ReceiptPosted");

        (refused.At("isAccepted").GetBoolean(), refused.TextAt("code")).ShouldBe((false, "required"));
        before.ShouldBe(0);
        posted.At("isAccepted").GetBoolean().ShouldBeTrue($"{posted}");
        var transaction = (await tenant.Client.GetAsync($"/v1/inventory/transactions/{posted.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
        (transaction.TextAt("type"), transaction.TextAt("sourceId"), transaction.At("lineCount").GetInt32()).ShouldBe(("receipt", "R-2", 4));
        (await tenant.OnHandAsync(item)).ShouldBe(24);
        (await tenant.OnHandAsync(lots, "&statusId=quarantine")).ShouldBe(7);
        (await tenant.PostedAsync()).ShouldBe(1);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_shipment_fulfils_what_is_reserved_and_takes_the_rest_from_what_is_free()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        await tenant.HaveAsync(item, 6);
        await tenant.HaveAsync(item, 4, tenant.B);
        var reservation = (await ReserveAsync(tenant, "SO-1", "all_or_nothing", item, 5)).TextAt("lines[0].reservationId");
        object Shipment(string id, decimal free) => new
        {
            shipmentId = id, shipmentNo = id, demandType = "sales_order", demandId = "SO-1", shippedAt = (string?)null, actor = "dock",
            lines = new object[]
            {
                new { lineId = "1", reservationId = reservation, itemId = item, facilityId = tenant.Facility, qty = 4, locationId = tenant.B, serialNos = Array.Empty<string>() },
                new { lineId = "2", itemId = item, facilityId = tenant.Facility, qty = free, serialNos = Array.Empty<string>() },
            },
        };

        // One unit of the ten stays reserved, so five are free; six are not, and then nothing is shipped.
        var refused = await system.OutcomeAsync(tenant.Name, "PostShipment", Shipment("SH-1", 6), "ShipmentPosted");
        (await tenant.OnHandAsync(item)).ShouldBe(10);
        var posted = await system.OutcomeAsync(tenant.Name, "PostShipment", Shipment("SH-2", 5), "ShipmentPosted");

        (refused.At("isAccepted").GetBoolean(), refused.TextAt("code")).ShouldBe((false, "insufficient_stock"));
        posted.At("isAccepted").GetBoolean().ShouldBeTrue($"{posted}");
        (await tenant.OnHandAsync(item)).ShouldBe(1);
        (await tenant.OnHandAsync(item, $"&locationId={tenant.B}")).ShouldBe(0);
        var left = (await tenant.Client.GetAsync($"/v1/inventory/reservations/{reservation}")).Json.At("data");
        (left.At("fulfilledQty").GetDecimal(), left.At("openQty").GetDecimal(), left.TextAt("status")).ShouldBe((4, 1, "partially_fulfilled"));
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task A_shipment_tells_which_stock_was_taken_and_what_is_still_held()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked", expiry: "tracked");
        await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 5, reason = "test", lotNo = "LATE", expiryDate = "2041-01-01" });
        await tenant.AdjustAsync(new { itemId = item, locationId = tenant.B, qtyDelta = 3, reason = "test", lotNo = "SOON", expiryDate = "2040-01-01" });
        var reservation = (await ReserveAsync(tenant, "SO-1", "all_or_nothing", item, 6)).TextAt("lines[0].reservationId");

        var posted = await system.OutcomeAsync(tenant.Name, "PostShipment", new
        {
            shipmentId = "SH-1", shipmentNo = "SH-1", demandType = "sales_order", demandId = "SO-1", actor = "dock",
            lines = new[] { new { lineId = "7", reservationId = reservation, itemId = item, facilityId = tenant.Facility, qty = 4, serialNos = Array.Empty<string>() } },
        }, "ShipmentPosted");

        posted.At("lines").EnumerateArray().Select(l => (l.TextAt("lineId"), l.TextAt("lotNo"), l.At("locationId").GetGuid(), l.At("qty").GetDecimal()))
            .ShouldBe([("7", "SOON", tenant.B, 3), ("7", "LATE", tenant.A, 1)]);
        var hold = posted.At("holds[0]");
        (hold.TextAt("reservationId"), hold.At("heldQty").GetDecimal(), hold.At("backorderedQty").GetDecimal()).ShouldBe((reservation, 2, 0));
        hold.At("version").GetInt64().ShouldBe((await tenant.Client.GetAsync($"/v1/inventory/reservations/{reservation}")).Json.At("data.version").GetInt64());
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_a_customer_sends_back_comes_from_the_customer_and_what_goes_back_to_a_supplier_is_named_exactly()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync(lots: "tracked", expiry: "tracked");
        await tenant.AdjustAsync(new { itemId = item, locationId = tenant.A, qtyDelta = 5, reason = "test", lotNo = "GOOD", expiryDate = "2041-01-01" });

        var back = await system.OutcomeAsync(tenant.Name, "PostReceipt", new
        {
            receiptId = "RMA-1", receiptNo = "RMA-1", kind = "customer_return", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = item, locationId = tenant.A, qty = 2, lotNo = "OLD", expiryDate = "2020-01-01", serialNos = Array.Empty<string>(), statusCode = "quarantine" } },
        }, "ReceiptPosted");
        var lot = (await tenant.Client.GetAsync($"/v1/lots?itemId={item}&lotNo=OLD")).ShouldBe(200).Json.TextAt("data[0].id");
        object Return(string id, decimal qty, Guid? location) => new
        {
            shipmentId = id, shipmentNo = id, kind = "supplier_return", demandType = "purchase_order", demandId = "PO-1", actor = "dock",
            lines = new[] { new { lineId = "1", itemId = item, facilityId = tenant.Facility, qty, locationId = location, lotId = lot, serialNos = Array.Empty<string>(), statusCode = "quarantine" } },
        };
        var vague = await system.OutcomeAsync(tenant.Name, "PostShipment", Return("SR-1", 1, null), "ShipmentPosted");
        var tooMuch = await system.OutcomeAsync(tenant.Name, "PostShipment", Return("SR-2", 3, tenant.A), "ShipmentPosted");
        var sent = await system.OutcomeAsync(tenant.Name, "PostShipment", Return("SR-3", 1, tenant.A), "ShipmentPosted");

        (await TransactionAsync(back)).ShouldBe(("return", "customer_return", "customer"));
        (await TransactionAsync(sent)).ShouldBe(("return", "supplier_return", "supplier"));
        (vague.TextAt("code"), tooMuch.TextAt("code")).ShouldBe(("required", "insufficient_stock"));
        (await tenant.OnHandAsync(item, "&statusId=quarantine")).ShouldBe(1);
        (await tenant.OnHandAsync(item, "&statusId=available")).ShouldBe(5);
        foreach (var outcome in (JsonElement[])[back, sent])
            (await tenant.Client.PostAsync($"/v1/inventory/transactions/{outcome.TextAt("transactionId")}/reverse")).ShouldBeError(409, "not_reversible");
        await tenant.BooksAreSoundAsync();

        async Task<(string?, string?, string?)> TransactionAsync(JsonElement outcome)
        {
            outcome.At("isAccepted").GetBoolean().ShouldBeTrue($"{outcome}");
            var posted = (await tenant.Client.GetAsync($"/v1/inventory/transactions/{outcome.TextAt("transactionId")}")).ShouldBe(200).Json.At("data");
            return (posted.TextAt("type"), posted.TextAt("sourceType"), posted.TextAt("lines[1].locationType"));
        }
    }

    [Fact]
    public async Task What_a_document_holds_is_changed_in_one_decision_or_not_at_all()
    {
        using var tenant = await system.TenantAsync();
        var (item, other) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        await tenant.HaveAsync(item, 10);
        await tenant.HaveAsync(other, 1);
        var first = await ReserveAsync(tenant, "SO-1", "all_or_nothing", item, 4, 5, 1);
        var holds = Enumerable.Range(0, 3).Select(n => first.TextAt($"lines[{n}].reservationId")!).ToArray();
        object Change(int actionNo, decimal otherQty) => new
        {
            demandType = "sales_order", demandId = "SO-1", actionNo, policy = "all_or_nothing", releases = new[] { holds[2] },
            lines = new object[]
            {
                new { lineId = "1", itemId = item, facilityId = tenant.Facility, qty = 8, priority = 100, reservationId = holds[0] },
                new { lineId = "2", itemId = item, facilityId = tenant.Facility, qty = 2, priority = 100, reservationId = holds[1] },
                new { lineId = "4", itemId = other, facilityId = tenant.Facility, qty = otherQty, priority = 100 },
            },
        };

        var refused = await system.OutcomeAsync(tenant.Name, "ReserveStock", Change(2, 2), "StockReserved");
        var unchanged = await HeldAsync();
        var changed = await system.OutcomeAsync(tenant.Name, "ReserveStock", Change(3, 1), "StockReserved");

        (refused.At("isAccepted").GetBoolean(), refused.TextAt("shortages[0].lineId"), refused.At("shortages[0].availableQty").GetDecimal()).ShouldBe((false, "4", 1));
        unchanged.ShouldBe([4, 5, 1]);
        changed.At("isAccepted").GetBoolean().ShouldBeTrue($"{changed}");
        changed.At("holds").EnumerateArray().Select(h => h.At("heldQty").GetDecimal()).ShouldBe([8, 2, 1]);
        (await HeldAsync()).ShouldBe([8, 2, 0]);
        (await FreeAsync(tenant, item)).ShouldBe(0);
        (await FreeAsync(tenant, other)).ShouldBe(0);
        await tenant.BooksAreSoundAsync();

        async Task<decimal[]> HeldAsync() => await Task.WhenAll(holds.Select(async id =>
        {
            var held = (await tenant.Client.GetAsync($"/v1/inventory/reservations/{id}")).ShouldBe(200).Json.At("data");
            return held.At("openQty").GetDecimal() + held.At("allocatedQty").GetDecimal();
        }));
    }

    [Fact]
    public async Task Production_posts_what_it_used_and_made_in_one_transaction_or_nothing()
    {
        using var tenant = await system.TenantAsync();
        var (component, product) = (await tenant.ItemAsync(), await tenant.ItemAsync(kind: "manufactured"));
        await tenant.HaveAsync(component, 10);
        object Production(int actionNo, decimal used) => new
        {
            workOrderId = "WO-1", workOrderNo = "WO-1", actionNo, at = (string?)null, actor = "line 1",
            components = new object[] { new { lineId = "1", itemId = component, facilityId = tenant.Facility, qty = used, serialNos = Array.Empty<string>() } },
            outputs = new object[] { new { lineId = "2", itemId = product, locationId = tenant.B, qty = 2, serialNos = Array.Empty<string>() } },
        };

        var refused = await system.OutcomeAsync(tenant.Name, "PostProduction", Production(1, 11), "ProductionPosted");
        var posted = await system.OutcomeAsync(tenant.Name, "PostProduction", Production(2, 6), "ProductionPosted");

        refused.TextAt("code").ShouldBe("insufficient_stock");
        (await tenant.OnHandAsync(component)).ShouldBe(4);
        (await tenant.OnHandAsync(product)).ShouldBe(2);
        var lines = (await tenant.Client.GetAsync($"/v1/inventory/transactions/{posted.TextAt("transactionId")}")).Json.At("data.lines");
        lines.EnumerateArray().Count(l => l.TextAt("locationType") == "production").ShouldBe(2);
        await tenant.BooksAreSoundAsync();
    }

    [Fact]
    public async Task What_production_posted_is_reversed_as_a_whole_once_and_only_for_its_work_order()
    {
        using var tenant = await system.TenantAsync();
        var (component, product) = (await tenant.ItemAsync(), await tenant.ItemAsync(kind: "manufactured"));
        await tenant.HaveAsync(component, 10);
        var posted = await system.OutcomeAsync(tenant.Name, "PostProduction", new
        {
            workOrderId = "WO-1", workOrderNo = "WO-1", actionNo = 1, actor = "line 1",
            components = new object[] { new { lineId = "1", itemId = component, facilityId = tenant.Facility, qty = 6, serialNos = Array.Empty<string>() } },
            outputs = new object[] { new { lineId = "2", itemId = product, locationId = tenant.B, qty = 2, serialNos = Array.Empty<string>() } },
        }, "ProductionPosted");
        var transaction = posted.TextAt("transactionId");

        var foreign = await ReverseAsync("WO-2", 2);
        (await tenant.Client.PostAsync($"/v1/inventory/transactions/{transaction}/reverse", new { })).ShouldBeError(409, "not_reversible");
        var reversed = await ReverseAsync("WO-1", 2);
        var again = await ReverseAsync("WO-1", 3);

        (foreign.At("isAccepted").GetBoolean(), foreign.TextAt("code")).ShouldBe((false, "invalid_reference"));
        reversed.At("isAccepted").GetBoolean().ShouldBeTrue($"{reversed}");
        (again.At("isAccepted").GetBoolean(), again.TextAt("code")).ShouldBe((false, "already_reversed"));
        (await tenant.OnHandAsync(component)).ShouldBe(10);
        (await tenant.OnHandAsync(product)).ShouldBe(0);
        await tenant.BooksAreSoundAsync();

        Task<JsonElement> ReverseAsync(string order, int actionNo) => system.OutcomeAsync(
            tenant.Name, "ReverseProduction", new { workOrderId = order, actionNo, transactionId = transaction, actor = "line 1" }, "ProductionReversed");
    }

    Task<JsonElement> ReserveAsync(TestTenant tenant, string order, string policy, Guid item, params decimal[] quantities) =>
        system.OutcomeAsync(tenant.Name, "ReserveStock", new
        {
            demandType = "sales_order", demandId = order, actionNo = 1, policy,
            lines = quantities.Select((qty, index) => new { lineId = $"{index + 1}", itemId = item, facilityId = tenant.Facility, qty, priority = 100 }),
        }, "StockReserved");

    static async Task<decimal> FreeAsync(TestTenant tenant, Guid item) =>
        (await tenant.Client.GetAsync($"/v1/inventory/availability?itemId={item}&groupBy=item")).ShouldBe(200).Json.At("data").EnumerateArray().Sum(row => row.At("availableQty").GetDecimal());
}
