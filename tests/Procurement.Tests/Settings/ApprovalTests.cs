using Atlas.Support;

namespace Atlas.Procurement.Tests.Settings;

[Collection(OneSystem.Name)]
public sealed class ApprovalTests(ProcurementSystem system)
{
    [Fact]
    public async Task What_the_rule_allows_is_approved_when_it_is_submitted()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        (await buyer.Client.PutAsync(Buyer.Settings, new { autoApproveUpTo = 25 })).ShouldBe(200);

        var small = await buyer.OrderOfAsync(item, 10, "submit");
        var large = await buyer.OrderOfAsync(item, 11, "submit");

        small.TextAt("status").ShouldBe("approved");
        small.At("isApprovedByRule").GetBoolean().ShouldBeTrue();
        small.TextAt("approvedBy").ShouldBe("rule");
        large.TextAt("status").ShouldBe("pending_approval");
        (await buyer.ActAsync(small, "submit")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("approved");
    }

    [Fact]
    public async Task Nobody_approves_more_than_their_limit()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        var (small, large) = (await buyer.OrderOfAsync(item, 4, "submit"), await buyer.OrderOfAsync(item, 10, "submit"));
        (await buyer.Client.PutAsync(Buyer.Settings, new
        {
            approvalLimit = 1_000, credentialLimits = new[] { new { credential = small.TextAt("createdBy"), limit = 10 } },
        })).ShouldBe(200);
        using var chief = await system.ClientAsync(buyer.Tenant, "procurement:approve");

        (await buyer.ActAsync(small, "approve")).ShouldBe(200);
        var refused = (await buyer.ActAsync(large, "approve")).ShouldBeError(403, "approval_limit_exceeded");
        refused.Json.At("details[0].meta.limit").GetDecimal().ShouldBe(10);
        (await buyer.ReadAsync(large)).TextAt("status").ShouldBe("pending_approval");
        (await chief.PostAsync($"{Buyer.Orders}/{large.TextAt("id")}/approve")).ShouldBe(200);
    }

    [Fact]
    public async Task A_total_in_another_currency_is_within_no_limit()
    {
        using var buyer = await system.BuyerAsync();
        var item = await buyer.ItemAsync();
        using var chief = await system.ClientAsync(buyer.Tenant, "procurement:approve");
        var foreign = (await buyer.Client.PostAsync(Buyer.Orders, new
        {
            supplierId = buyer.Supplier, facilityId = buyer.Facility, currency = "USD", lines = new[] { new { itemId = item, qty = 1, unitPrice = 1 } },
        })).ShouldBe(201).Json.At("data");
        (await buyer.Client.PutAsync(Buyer.Settings, new { currency = "euro", approvalLimit = 1 })).ShouldBeError(400, "validation_failed");
        (await buyer.Client.PutAsync(Buyer.Settings, new
        {
            currency = "EUR", autoApproveUpTo = 100, credentialLimits = new[] { new { credential = foreign.TextAt("createdBy"), limit = 1_000 } },
        })).ShouldBe(200).Json.TextAt("data.currency").ShouldBe("EUR");

        (await buyer.OrderOfAsync(item, 10, "submit")).TextAt("status").ShouldBe("approved");
        (await buyer.ActAsync(foreign, "submit")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("pending_approval");
        (await buyer.ActAsync(foreign, "approve")).ShouldBeError(403, "approval_limit_exceeded").Json.TextAt("details[0].meta.limitCurrency").ShouldBe("EUR");

        (await buyer.ReadAsync(foreign)).TextAt("status").ShouldBe("pending_approval");
        (await chief.PostAsync($"{Buyer.Orders}/{foreign.TextAt("id")}/approve")).ShouldBe(200);
    }

    [Fact]
    public async Task Where_four_eyes_are_wanted_nobody_approves_what_they_made()
    {
        using var buyer = await system.BuyerAsync();
        (await buyer.Client.PutAsync(Buyer.Settings, new { forbidsSelfApproval = true })).ShouldBe(200);
        var order = await buyer.OrderAsync(await buyer.ItemAsync(), "submit");
        using var colleague = await system.ClientAsync(buyer.Tenant, "procurement:approve");

        (await buyer.ActAsync(order, "approve")).ShouldBeError(403, "self_approval_forbidden");
        (await colleague.PostAsync($"{Buyer.Orders}/{order.TextAt("id")}/approve")).ShouldBe(200);

        (await buyer.ReadAsync(order)).TextAt("approvedBy").ShouldNotBe(order.TextAt("createdBy"));
    }

    [Fact]
    public async Task Where_reasons_are_wanted_an_order_is_not_called_off_without_one()
    {
        using var buyer = await system.BuyerAsync();
        (await buyer.Client.PutAsync(Buyer.Settings, new { requiresReasons = true })).ShouldBe(200);
        var order = await buyer.OrderAsync(await buyer.ItemAsync());

        (await buyer.ActAsync(order, "cancel")).ShouldBeError(400, "validation_failed").Json.TextAt("details[0].field").ShouldBe("reason");
        (await buyer.ActAsync(order, "cancel", new { reason = "Not needed." })).ShouldBe(200).Json.TextAt("data.cancelReason").ShouldBe("Not needed.");
    }

    [Fact]
    public async Task Settings_are_the_usual_ones_until_somebody_sets_them()
    {
        using var buyer = await system.BuyerAsync();

        (await buyer.Client.GetAsync(Buyer.Settings)).ShouldBe(200).Json.At("data.forbidsSelfApproval").GetBoolean().ShouldBeFalse();
        (await buyer.Client.PutAsync(Buyer.Settings, new { overReceiptTolerancePct = 101 })).ShouldBeError(400, "validation_failed");
        (await buyer.Client.PutAsync(Buyer.Settings, new { overReceiptTolerancePct = 7.5 })).ShouldBe(200);

        (await buyer.Client.GetAsync(Buyer.Settings)).Json.At("data.overReceiptTolerancePct").GetDecimal().ShouldBe(7.5m);
        (await buyer.OrderAsync(await buyer.ItemAsync())).At("lines[0].overReceiptTolerancePct").GetDecimal().ShouldBe(7.5m);
    }
}
