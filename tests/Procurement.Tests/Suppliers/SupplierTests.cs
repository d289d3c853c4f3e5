using System.Text.Json;
using Atlas.Support;

namespace Atlas.Procurement.Tests.Suppliers;

[Collection(OneSystem.Name)]
public sealed class SupplierTests(ProcurementSystem system)
{
    [Fact]
    public async Task A_supplier_is_kept_as_it_was_sent_and_can_be_changed()
    {
        using var buyer = await system.BuyerAsync();
        var created = (await buyer.Client.PostAsync(Buyer.Suppliers, new
        {
            code = "NORD", name = "Nord Paper", email = "desk@nord.example", phone = "+49 30 1", taxId = "DE1", currency = "EUR", paymentTermsDays = 30,
            leadTimeDays = 7, overReceiptTolerancePct = 2.5, addresses = new[] { new { line1 = "Weg 1", city = "Kiel", country = "de" } },
            contacts = new[] { new { name = "Ada", role = "sales" } }, externalId = "v-9",
        })).ShouldBe(201);
        var path = created.Header("Location")!;

        (await buyer.Client.GetAsync(path)).ShouldBe(200).Text.ShouldBe(created.Text);
        created.Json.TextAt("data.addresses[0].country").ShouldBe("DE");
        created.Json.TextAt("data.status").ShouldBe("active");
        var changed = (await buyer.Client.PatchAsync(path, new { status = "on_hold", email = (string?)null, name = "Nord" }, ("If-Match", "\"v1\""))).ShouldBe(200).Json.At("data");
        (changed.TextAt("status"), changed.TextAt("name"), changed.TextAt("phone")).ShouldBe(("on_hold", "Nord", "+49 30 1"));
        changed.At("email").ValueKind.ShouldBe(JsonValueKind.Null);
        (await buyer.Client.PatchAsync(path, new { name = "N" }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
    }

    [Fact]
    public async Task From_a_supplier_that_is_on_hold_nothing_new_is_ordered()
    {
        using var buyer = await system.BuyerAsync();
        var order = await buyer.OrderAsync(await buyer.ItemAsync());
        (await buyer.Client.PatchAsync($"{Buyer.Suppliers}/{buyer.Supplier}", new { status = "on_hold" })).ShouldBe(200);

        (await buyer.ActAsync(order, "submit")).ShouldBeError(409, "supplier_inactive");

        (await buyer.ReadAsync(order)).TextAt("status").ShouldBe("draft");
    }

    [Fact]
    public async Task An_item_that_is_no_longer_active_is_not_ordered()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var order = await buyer.OrderAsync(item);
        (await buyer.Client.PatchAsync($"/v1/items/{item}", new { isActive = false })).ShouldBe(200);
        await Eventually.BecomesTrue("Procurement knows", async () => await system.CountAsync("select count(*) from items where id = $1 and not is_active", item) == 1);

        (await buyer.ActAsync(order, "submit")).ShouldBeError(409, "item_inactive").Json.TextAt("details[0].field").ShouldBe("lines[0].itemId");
    }

    [Fact]
    public async Task Codes_are_used_once_in_a_tenant_and_wrong_fields_are_named()
    {
        using var buyer = await system.BuyerAsync();

        (await buyer.Client.PostAsync(Buyer.Suppliers, new { code = "ACME", name = "Other" })).ShouldBeError(409, "duplicate_code")
            .Json.At("details[0].meta.existingId").GetGuid().ShouldBe(buyer.Supplier);
        (await buyer.Client.PostAsync(Buyer.Suppliers, new { code = "", name = "x", email = "nobody", currency = "eur", leadTimeDays = -1, status = "gone" }))
            .ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(detail => detail.TextAt("field")).Order()
            .ShouldBe(["code", "currency", "email", "leadTimeDays", "status"]);
        (await buyer.Client.GetAsync(Buyer.Suppliers)).Json.At("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Another_tenant_s_suppliers_are_not_there()
    {
        using var buyer = await system.BuyerAsync();
        using var other = await system.BuyerAsync();
        var path = $"{Buyer.Suppliers}/{buyer.Supplier}";

        (await other.Client.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await other.Client.PatchAsync(path, new { name = "mine" })).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync($"{path}/items")).ShouldBeError(404, "resource_not_found");
        (await other.Client.GetAsync($"{Buyer.Suppliers}?q=paper")).ShouldBe(200).Json.At("data[0].id").GetGuid().ShouldBe(other.Supplier);
    }

    [Fact]
    public async Task Only_quantities_that_the_price_list_allows_are_ordered_and_the_next_ones_are_named()
    {
        using var buyer = await system.BuyerAsync();
        var (item, free) = (await buyer.ItemAsync(), await buyer.ItemAsync());
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{buyer.Supplier}/items", new { itemId = item, minOrderQty = 10, multipleOf = 4 })).ShouldBe(201);

        foreach (var (qty, lower, higher) in new (decimal, decimal?, decimal)[] { (3, null, 12), (11, null, 12), (13, 12, 16) })
        {
            var order = await buyer.OrderAsync(new { itemId = free, qty = 1, unitPrice = 1 }, new { itemId = item, qty, unitPrice = 1 });
            var refused = (await buyer.ActAsync(order, "submit")).ShouldBeError(409, "qty_not_sold").Json.At("details");
            refused.GetArrayLength().ShouldBe(1);
            refused[0].TextAt("field").ShouldBe("lines[1].qty");
            refused[0].TextAt("meta.lineId").ShouldBe(order.TextAt("lines[1].id"));
            (refused[0].At("meta.qty").GetDecimal(), refused[0].At("meta.higher").GetDecimal()).ShouldBe((qty, higher));
            refused[0].At("meta.lower").ToString().ShouldBe($"{lower}");
            (await buyer.ReadAsync(order)).GetRawText().ShouldBe(order.GetRawText());
        }

        // In another unit it is another price list.
        foreach (var line in (object[])[new { itemId = item, qty = 12, unitPrice = 1 }, new { itemId = item, qty = 1, uomId = "box", unitPrice = 1 }])
            (await buyer.ActAsync(await buyer.OrderAsync(line), "submit")).ShouldBe(200);
    }

    [Fact]
    public async Task A_price_list_has_one_entry_for_each_item_and_unit_and_one_preferred_supplier()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var second = (await buyer.Client.PostAsync(Buyer.Suppliers, new { code = "SECOND", name = "Second" })).ShouldBe(201).Json.TextAt("data.id");
        var items = $"{Buyer.Suppliers}/{buyer.Supplier}/items";
        var first = (await buyer.Client.PostAsync(items, new { itemId = item, supplierSku = "A5", isPreferred = true, priceBreaks = new[] { new { minQty = 5, unitPrice = 1.5 } } })).ShouldBe(201);

        (await buyer.Client.PostAsync(items, new { itemId = item })).ShouldBeError(409, "duplicate_code");
        (await buyer.Client.PostAsync(items, new { itemId = item, uomId = "box", currency = "USD" })).ShouldBe(201);
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{second}/items", new { itemId = item })).ShouldBeError(400, "validation_failed")
            .Json.TextAt("details[0].field").ShouldBe("currency");
        (await buyer.Client.PostAsync($"{Buyer.Suppliers}/{second}/items", new { itemId = item, currency = "CHF", isPreferred = true })).ShouldBe(201);

        var path = first.Header("Location")!;
        (await buyer.Client.GetAsync(path)).ShouldBe(200).Json.At("data.isPreferred").GetBoolean().ShouldBeFalse();
        (await buyer.Client.PatchAsync(path, new { minOrderQty = 12, validFrom = "2031-02-01", validTo = "2031-01-01" })).ShouldBeError(400, "validation_failed");
        (await buyer.Client.PatchAsync(path, new { minOrderQty = 12 })).ShouldBe(200).Json.TextAt("data.supplierSku").ShouldBe("A5");
        (await buyer.Client.DeleteAsync(path)).ShouldBe(204);
        (await buyer.Client.GetAsync(items)).Json.At("count").GetInt32().ShouldBe(1);
    }
}
