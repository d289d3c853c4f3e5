using System.Text.Json;
using Atlas.Support;

namespace Atlas.Orders.Tests.Orders;

[Collection(OneSystem.Name)]
public sealed class ListOrdersTests(OrdersSystem system)
{
    const string Path = "/api/v1/orders";

    [Fact]
    public async Task The_published_example_answers_what_it_says()
    {
        var answer = (await system.Demo.GetAsync(Path)).ShouldBe(200);

        answer.Json.ShouldHaveShape("""
            {
              "data": [
                {
                  "id": "string", "code": "string", "brand_slug": "string", "ship_by": "date", "total_units": "integer",
                  "status": "string", "created_at": "date", "line_item_count": "integer", "batch_ids": ["string"],
                  "updated_at": "timestamp", "received_at": "timestamp", "external_id": "string?", "currency": "string?",
                  "total_value": "number?", "on_time": "boolean", "version": "integer"
                }
              ],
              "meta": { "count": "integer", "total": "integer", "next_cursor": "null" }
            }
            """, exactly: true);
        var first = answer.Json.At("data[0]");
        first.TextAt("id").ShouldBe("ord-001");
        first.TextAt("code").ShouldBe("PO-2417");
        first.TextAt("brand_slug").ShouldBe("summit");
        first.TextAt("ship_by").ShouldBe("2026-06-10");
        first.At("total_units").GetInt32().ShouldBe(2400);
        first.TextAt("status").ShouldBe("in_production");
        first.TextAt("created_at").ShouldBe("2026-04-12");
        first.At("line_item_count").GetInt32().ShouldBe(4);
        first.At("batch_ids").ToString().ShouldBe("""["batch-001"]""");
        answer.Json.At("meta.count").GetInt32().ShouldBe(5);
        answer.Json.At("meta.total").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task The_demo_data_are_five_orders_of_which_three_are_in_production()
    {
        var orders = (await system.Demo.GetAsync(Path)).ShouldBe(200).Json.At("data").EnumerateArray().ToList();

        orders.Select(o => o.TextAt("id")).Order().ShouldBe(["ord-001", "ord-002", "ord-003", "ord-004", "ord-005"]);
        orders.CountBy(o => o.TextAt("status")!).ToDictionary().ShouldBe(
            new Dictionary<string, int> { ["in_production"] = 3, ["received"] = 1, ["shipped"] = 1 }, ignoreOrder: true);
        orders.Single(o => o.TextAt("status") == "received").At("batch_ids").GetArrayLength().ShouldBe(0);
        orders.Select(o => o.TextAt("brand_slug")).Distinct().Order().ShouldBe(["meridian", "summit"]);
    }

    [Theory]
    [InlineData("status=received", "ord-004")]
    [InlineData("status=received&status=shipped", "ord-004,ord-005")]
    [InlineData("brand_slug=meridian", "ord-002,ord-004")]
    [InlineData("brand_slug=meridian&status=received", "ord-004")]
    [InlineData("ship_by=2026-06-24", "ord-002")]
    [InlineData("ship_by[gte]=2026-07-02", "ord-003,ord-004")]
    [InlineData("ship_by[lte]=2026-06-10", "ord-001,ord-005")]
    [InlineData("ship_by[gte]=2026-06-10&ship_by[lte]=2026-06-24", "ord-001,ord-002")]
    [InlineData("code=PO-2417", "ord-001")]
    [InlineData("code=po-2417", "")]
    [InlineData("q=po-241", "ord-001,ord-002")]
    [InlineData("q=241%20SUMMIT", "ord-001")]
    [InlineData("q=%25", "")]
    [InlineData("q=_", "")]
    [InlineData("updated_since=2099-01-01T00:00:00Z", "")]
    [InlineData("updated_since=2020-01-01T00:00:00%2B02:00", "ord-001,ord-002,ord-003,ord-004,ord-005")]
    [InlineData("external_id=nothing", "")]
    public async Task A_filter_leaves_what_matches(string filter, string expected)
    {
        var answer = (await system.Demo.GetAsync($"{Path}?{filter}")).ShouldBe(200);

        string.Join(',', Ids(answer).Order()).ShouldBe(expected);
        answer.Json.At("meta.total").GetInt32().ShouldBe(answer.Json.At("data").GetArrayLength());
    }

    [Theory]
    [InlineData("colour=red", "unknown_filter", "colour")]
    [InlineData("status=lost", "invalid_value", "status")]
    [InlineData("limit=-1", "invalid_parameter", "limit")]
    [InlineData("limit=ten", "invalid_parameter", "limit")]
    [InlineData("limit=1&limit=2", "invalid_parameter", "limit")]
    [InlineData("offset=-5", "invalid_parameter", "offset")]
    [InlineData("offset=10001", "invalid_parameter", "offset")]
    [InlineData("cursor=bm90IGEgY3Vyc29y", "invalid_parameter", "cursor")]
    [InlineData("cursor=%21", "invalid_parameter", "cursor")]
    [InlineData("ship_by=10.06.2026", "invalid_parameter", "ship_by")]
    [InlineData("ship_by[gte]=2026-02-30", "invalid_parameter", "ship_by[gte]")]
    [InlineData("updated_since=2026-06-10", "invalid_parameter", "updated_since")]
    [InlineData("updated_since=2026-06-10T10:00:00", "invalid_parameter", "updated_since")]
    [InlineData("q=a%00b", "invalid_parameter", "q")]
    [InlineData("code=%00", "invalid_parameter", "code")]
    public async Task A_wrong_parameter_is_refused_by_name(string query, string code, string parameter)
    {
        var answer = (await system.Demo.GetAsync($"{Path}?{query}")).ShouldBeError(400, code);

        answer.Json.TextAt("error.details[0].field").ShouldBe(parameter);
        answer.Json.TextAt("error.request_id").ShouldBe(answer.Header("X-Request-Id"));
    }

    [Fact]
    public async Task Cursors_lead_through_all_orders_once()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await system.Demo.GetAsync($"{Path}?limit=2&cursor={cursor}")).ShouldBe(200);
            page.Json.At("meta.total").GetInt32().ShouldBe(5);
            page.Json.At("meta.count").GetInt32().ShouldBe(page.Json.At("data").GetArrayLength());
            seen.AddRange(Ids(page));
            cursor = page.Json.TextAt("meta.next_cursor");
        }
        while (cursor is not null);

        seen.ShouldBe(["ord-001", "ord-002", "ord-003", "ord-004", "ord-005"]);
    }

    [Fact]
    public async Task A_cursor_is_good_only_for_the_list_that_gave_it()
    {
        var cursor = (await system.Demo.GetAsync($"{Path}?limit=2")).Json.TextAt("meta.next_cursor");

        (await system.Demo.GetAsync($"{Path}?limit=2&status=received&cursor={cursor}")).ShouldBeError(400, "invalid_parameter");
        (await system.Acme.GetAsync($"{Path}?limit=2&cursor={cursor}")).ShouldBeError(400, "invalid_parameter");
    }

    [Fact]
    public async Task Offset_and_limit_cut_a_page_out()
    {
        var page = (await system.Demo.GetAsync($"{Path}?limit=2&offset=1")).ShouldBe(200);
        var nothing = (await system.Demo.GetAsync($"{Path}?limit=0")).ShouldBe(200);

        Ids(page).ShouldBe(["ord-002", "ord-003"]);
        nothing.Json.At("data").GetArrayLength().ShouldBe(0);
        nothing.Json.At("meta.total").GetInt32().ShouldBe(5);
    }

    [Fact]
    public async Task Newest_orders_come_first()
    {
        var first = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-older"));
        var second = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-newer"));

        var ids = Ids((await system.Acme.GetAsync(Path)).ShouldBe(200));

        ids.IndexOf(second).ShouldBeLessThan(ids.IndexOf(first));
    }

    [Fact]
    public async Task Orders_of_other_tenants_are_not_there()
    {
        var mine = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-mine"));

        Ids((await system.Acme.GetAsync(Path)).ShouldBe(200)).ShouldContain(mine);
        Ids((await system.Acme.GetAsync(Path)).ShouldBe(200)).ShouldNotContain("ord-001");
        Ids((await system.Demo.GetAsync(Path)).ShouldBe(200)).ShouldNotContain(mine);
        Ids((await system.Demo.GetAsync($"{Path}?code=PO-mine")).ShouldBe(200)).ShouldBeEmpty();
    }

    static List<string> Ids(Answer answer) => [.. answer.Json.At("data").EnumerateArray().Select((JsonElement o) => o.TextAt("id")!)];
}
