using Atlas.Support;

namespace Atlas.Orders.Tests.Orders;

[Collection(OneSystem.Name)]
public sealed class GetOrderTests(OrdersSystem system)
{
    [Fact]
    public async Task The_published_example_answers_what_it_says()
    {
        var answer = (await system.Demo.GetAsync("/api/v1/orders/ord-001")).ShouldBe(200);

        answer.Json.ShouldHaveShape("""
            {
              "data": {
                "id": "string", "code": "string", "brand_slug": "string", "ship_by": "date", "total_units": "integer", "status": "string",
                "line_items": [
                  {
                    "id": "string", "sku": "string", "description": "string?", "size": "string?", "color": "string?", "units": "integer",
                    "line_no": "integer", "unit_price": "number?", "currency": "string?", "item_id": "uuid?", "external_line_id": "string?",
                    "notes": "string?", "shipped_units": "integer"
                  }
                ],
                "batches": [
                  {
                    "id": "string", "code": "string", "factory": "string", "units": "integer", "status": "string", "updated_at": "timestamp",
                    "milestones": [
                      {
                        "id": "string", "label": "string", "state": "string", "date": "date?", "note": "string?", "seq": "integer",
                        "planned_date": "date?", "completed_at": "timestamp?", "completed_by": "string?"
                      }
                    ]
                  }
                ],
                "created_at": "date", "line_item_count": "integer", "batch_ids": ["string"], "received_at": "timestamp",
                "updated_at": "timestamp", "external_id": "string?", "currency": "string?", "total_value": "number?", "on_time": "boolean",
                "notes": "string?", "shipped_at": "timestamp?", "production_completed_at": "timestamp?", "allowed_actions": ["string"],
                "version": "integer"
              }
            }
            """, exactly: true);
        var order = answer.Json.At("data");
        order.TextAt("id").ShouldBe("ord-001");
        order.TextAt("code").ShouldBe("PO-2417");
        order.TextAt("ship_by").ShouldBe("2026-06-10");
        order.At("total_units").GetInt32().ShouldBe(2400);
        order.TextAt("status").ShouldBe("in_production");
        order.At("line_items").GetArrayLength().ShouldBe(4);
        order.At("line_items").EnumerateArray().Sum(line => line.At("units").GetInt32()).ShouldBe(2400);
        order.TextAt("line_items[0].id").ShouldBe("li-001");
        order.TextAt("batches[0].id").ShouldBe("batch-001");
        order.TextAt("batches[0].code").ShouldBe("B-2417-A");
        order.TextAt("batches[0].factory").ShouldBe("Plant A · China");
        order.TextAt("batches[0].milestones[0].id").ShouldBe("m1");
        order.TextAt("batches[0].milestones[0].label").ShouldBe("Materials sourced");
        order.TextAt("batches[0].milestones[0].state").ShouldBe("done");
        order.TextAt("batches[0].milestones[0].date").ShouldBe("2026-04-22");
    }

    [Theory]
    [InlineData("ord-001")]
    [InlineData("ord-002")]
    [InlineData("ord-003")]
    [InlineData("ord-004")]
    [InlineData("ord-005")]
    public async Task Every_order_says_the_same_in_the_list_and_alone(string id)
    {
        var one = (await system.Demo.GetAsync($"/api/v1/orders/{id}")).ShouldBe(200).Json.At("data");
        var inList = (await system.Demo.GetAsync("/api/v1/orders")).Json.At("data").EnumerateArray().Single(o => o.TextAt("id") == id);

        foreach (var field in inList.EnumerateObject()) one.At(field.Name).ToString().ShouldBe(field.Value.ToString(), field.Name);
        one.At("line_items").GetArrayLength().ShouldBe(one.At("line_item_count").GetInt32());
        one.At("batches").EnumerateArray().Select(b => b.TextAt("id")).ShouldBe(one.At("batch_ids").EnumerateArray().Select(b => b.GetString()));
    }

    [Fact]
    public async Task The_code_on_the_paper_names_an_order_too()
    {
        var byCode = (await system.Demo.GetAsync("/api/v1/orders/PO-2417")).ShouldBe(200);

        byCode.Json.TextAt("data.id").ShouldBe("ord-001");
    }

    [Fact]
    public async Task An_id_always_means_the_order_with_that_id()
    {
        var id = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-named"));

        // Somebody numbers a purchase order just as we numbered ours. Several, so that luck does not decide.
        var mistaken = await OrdersSystem.OrderAsync(system.Acme, id);

        mistaken.ShouldNotBe(id);
        (await system.Acme.GetAsync($"/api/v1/orders/{id}")).ShouldBe(200).Json.TextAt("data.id").ShouldBe(id);
        (await system.Acme.PostAsync($"/api/v1/orders/{id}/conversation", Samples.Message("To the order with this id."))).ShouldBe(201);
        (await system.Acme.GetAsync($"/api/v1/orders/{mistaken}/conversation")).ShouldBe(200).Json.At("meta.total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task The_version_is_the_etag()
    {
        var answer = (await system.Demo.GetAsync("/api/v1/orders/ord-004")).ShouldBe(200);

        answer.Header("ETag").ShouldBe($"\"v{answer.Json.At("data.version").GetInt64()}\"");
    }

    [Theory]
    [InlineData("ord-999999")]
    [InlineData("PO-0000")]
    [InlineData("po-2417")]
    [InlineData("ord-001%20")]
    [InlineData("'%20or%201=1--")]
    [InlineData("null")]
    public async Task An_unknown_id_is_not_found(string id) =>
        (await system.Demo.GetAsync($"/api/v1/orders/{id}")).ShouldBeError(404, "resource_not_found");

    [Fact]
    public async Task Another_tenants_order_is_as_unknown_as_one_that_never_was()
    {
        var mine = await OrdersSystem.OrderAsync(system.Acme, system.Unique("PO-private"));

        var foreign = (await system.Demo.GetAsync($"/api/v1/orders/{mine}")).ShouldBeError(404, "resource_not_found");
        var unknown = (await system.Demo.GetAsync("/api/v1/orders/ord-zzzzzz")).ShouldBeError(404, "resource_not_found");

        foreign.Json.TextAt("error.message")!.Replace(mine, "").ShouldBe(unknown.Json.TextAt("error.message")!.Replace("ord-zzzzzz", ""));
        (await system.Acme.GetAsync("/api/v1/orders/ord-001")).ShouldBeError(404, "resource_not_found");
    }
}
