using Atlas.Support;

namespace Atlas.Orders.Tests.Orders;

[Collection(OneSystem.Name)]
public sealed class TakeOrderActionTests(OrdersSystem system)
{
    static readonly string[] Actions = ["ship", "close", "hold", "resume", "cancel"];

    // How an order gets into each status that people can bring it to, and where each action leads from there; a dash is a refusal.
    public static TheoryData<string, string, string, string, string, string, string, string> States => new()
    {
        // by way of       is now          ship  close     hold       resume      cancel       allowed
        { "",              "received",     "-",  "-",      "on_hold", "received", "cancelled", "hold,cancel" },
        { "hold",          "on_hold",      "-",  "-",      "on_hold", "received", "cancelled", "resume,cancel" },
        { "cancel",        "cancelled",    "-",  "-",      "-",       "-",        "cancelled", "" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Every_action_leads_where_it_should_or_is_refused(
        string via, string status, string ship, string close, string hold, string resume, string cancel, string allowed)
    {
        using var tenant = await system.TenantWithoutPlanningAsync();
        foreach (var (action, target) in Actions.Zip((string[])[ship, close, hold, resume, cancel]))
        {
            var id = await OrdersSystem.OrderAsync(tenant, system.Unique("PO-act"));
            if (via != "") (await tenant.PostAsync($"/api/v1/orders/{id}/{via}")).ShouldBe(200).Json.TextAt("data.status").ShouldBe(status);

            var answer = await tenant.PostAsync($"/api/v1/orders/{id}/{action}");

            if (target == "-") answer.ShouldBeInvalidTransition(status, action, allowed.Split(',', StringSplitOptions.RemoveEmptyEntries));
            else answer.ShouldBe(200).Json.TextAt("data.status").ShouldBe(target);

            (await tenant.GetAsync($"/api/v1/orders/{id}")).Json.TextAt("data.status").ShouldBe(target == "-" ? status : target);
        }
    }

    [Fact]
    public async Task An_order_in_production_is_shipped_and_closed()
    {
        var code = system.Unique("PO-shipped");
        var id = await OrdersSystem.OrderAsync(system.Acme, code);
        await Eventually.Becomes("it is in production", () => system.Acme.GetAsync($"/api/v1/orders/{id}"),
            order => order.Json.TextAt("data.status") == "in_production");

        (await system.Acme.PostAsync($"/api/v1/orders/{id}/cancel")).ShouldBeError(409, "invalid_transition");
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/hold")).ShouldBe(200);
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/resume")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("in_production");
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/resume")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("in_production");
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/ship")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("shipped");
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/close")).ShouldBe(200).Json.TextAt("data.status").ShouldBe("closed");
    }

    [Fact]
    public async Task Repeating_an_action_changes_nothing_and_tells_nobody()
    {
        using var tenant = await system.TenantWithoutPlanningAsync();
        var id = await OrdersSystem.OrderAsync(tenant, system.Unique("PO-again"));
        var first = (await tenant.PostAsync($"/api/v1/orders/{id}/hold", new { reason = "No fabric." })).ShouldBe(200);

        var second = (await tenant.PostAsync($"/api/v1/orders/{id}/hold", new { reason = "Still none." })).ShouldBe(200);

        second.Json.At("data.version").GetInt64().ShouldBe(first.Json.At("data.version").GetInt64());
    }

    [Fact]
    public async Task An_action_on_an_older_version_is_refused()
    {
        using var tenant = await system.TenantWithoutPlanningAsync();
        var id = await OrdersSystem.OrderAsync(tenant, system.Unique("PO-old"));
        (await tenant.PostAsync($"/api/v1/orders/{id}/hold")).ShouldBe(200);

        (await tenant.PostAsync($"/api/v1/orders/{id}/cancel", null, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");

        (await tenant.GetAsync($"/api/v1/orders/{id}")).Json.TextAt("data.status").ShouldBe("on_hold");
    }

    [Fact]
    public async Task A_reason_that_is_no_text_is_refused_and_nothing_happens()
    {
        using var tenant = await system.TenantWithoutPlanningAsync();
        var id = await OrdersSystem.OrderAsync(tenant, system.Unique("PO-reason"));

        (await tenant.PostAsync($"/api/v1/orders/{id}/cancel", new { reason = 7 })).ShouldBeError(422, "validation_failed");

        (await tenant.GetAsync($"/api/v1/orders/{id}")).Json.TextAt("data.status").ShouldBe("received");
    }
}
