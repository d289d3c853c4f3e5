using Atlas.Support;

namespace Atlas.Inventory.Tests.Policies;

[Collection(OneSystem.Name)]
public sealed class PolicyTests(InventorySystem system)
{
    const string Path = "/v1/inventory/policies";

    [Fact]
    public async Task A_policy_is_made_read_changed_and_removed()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();
        var supplier = Guid.NewGuid();

        var made = (await tenant.Client.PostAsync(Path, new
        {
            itemId = item, facilityId = tenant.Facility, policyType = "min_max", minQty = 5, maxQty = 20, safetyStockQty = 2, multipleOf = 4, minOrderQty = 8,
            leadTimeDays = 7, reviewPeriodDays = 14, preferredSupplierId = supplier,
        })).ShouldBe(201);

        made.Json.ShouldHaveShape("""
            {"data": {"id": "uuid", "itemId": "uuid", "facilityId": "uuid", "policyType": "string", "minQty": "number?", "maxQty": "number?", "safetyStockQty": "number",
              "reorderQty": "number?", "multipleOf": "number?", "minOrderQty": "number?", "leadTimeDays": "integer", "reviewPeriodDays": "integer?", "source": "string",
              "preferredSupplierId": "uuid?", "sourceFacilityId": "uuid?", "isActive": "boolean", "externalId": "string?", "metadata": {}, "createdBy": "string", "createdAt": "timestamp",
              "updatedAt": "timestamp", "version": "integer"}}
            """, exactly: true);
        made.Header("ETag").ShouldBe("\"v1\"");
        (made.Json.TextAt("data.source"), made.Json.At("data.isActive").GetBoolean(), made.Json.TextAt("data.preferredSupplierId")).ShouldBe(("supplier", true, $"{supplier}"));
        var path = made.Header("Location")!;
        path.ShouldBe($"{Path}/{made.Json.TextAt("data.id")}");
        (await tenant.Client.GetAsync(path)).ShouldBe(200).Json.At("data").GetRawText().ShouldBe(made.Json.At("data").GetRawText());

        var changed = (await tenant.Client.PatchAsync(path, new { maxQty = 30.0, multipleOf = (decimal?)null, safetyStockQty = (decimal?)null }, ("If-Match", "\"v1\""))).ShouldBe(200);
        (changed.Header("ETag"), changed.Json.At("data.version").GetInt64()).ShouldBe(("\"v2\"", 2));
        var now = changed.Json.At("data");
        (now.At("minQty").GetDecimal(), now.At("maxQty").GetRawText(), now.At("multipleOf").GetRawText(), now.At("safetyStockQty").GetDecimal(), now.At("minOrderQty").GetDecimal())
            .ShouldBe((5, "30", "null", 0, 8));
        (await tenant.Client.PatchAsync(path, new { minQty = 1 }, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");
        (await tenant.Client.DeleteAsync(path, ("If-Match", "\"v1\""))).ShouldBeError(412, "version_mismatch");

        (await tenant.Client.DeleteAsync(path, ("If-Match", "\"v2\""))).ShouldBe(204).Body.ShouldBeEmpty();
        (await tenant.Client.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await tenant.Client.DeleteAsync(path)).ShouldBeError(404, "resource_not_found");
        (await tenant.Client.PatchAsync(path, new { minQty = 1 })).ShouldBeError(404, "resource_not_found");
    }

    [Fact]
    public async Task Policies_that_make_no_sense_are_refused_with_every_reason()
    {
        using var tenant = await system.TenantAsync();
        var (item, service) = (await tenant.ItemAsync(), await tenant.ItemAsync(kind: "service"));

        (await PostAsync(new { })).ShouldBe(["itemId required", "facilityId required", "policyType required"]);
        (await PostAsync(new { itemId = "x", facilityId = tenant.Facility, policyType = "maybe", minQty = -1, multipleOf = 0, leadTimeDays = 1.5, source = "magic" })).ShouldBe([
            "itemId invalid_value", "policyType invalid_value", "minQty out_of_range", "multipleOf out_of_range", "leadTimeDays invalid_type", "source invalid_value"]);
        (await PostAsync(new { itemId = Guid.NewGuid(), facilityId = Guid.NewGuid(), policyType = "lot_for_lot", source = "transfer", sourceFacilityId = Guid.NewGuid() }))
            .ShouldBe(["itemId invalid_reference", "facilityId invalid_reference", "sourceFacilityId invalid_reference"]);
        (await PostAsync(new { itemId = service, facilityId = tenant.Facility, policyType = "lot_for_lot" })).ShouldBe(["itemId invalid_value"]);
        (await PostAsync(Of("min_max"))).ShouldBe(["minQty required", "maxQty required"]);
        (await PostAsync(Of("min_max", min: 6, max: 5, safety: 7))).ShouldBe(["minQty out_of_range", "safetyStockQty out_of_range"]);
        (await PostAsync(Of("reorder_point"))).ShouldBe(["minQty required", "reorderQty required"]);
        (await PostAsync(Of("reorder_point", min: 1, reorder: 0))).ShouldBe(["reorderQty out_of_range"]);
        (await PostAsync(Of("order_up_to", safety: 1))).ShouldBe(["maxQty required"]);
        (await PostAsync(Of("order_up_to", max: 1.5m))).ShouldBe(["maxQty out_of_range"]); // Pieces cannot be halved.
        (await PostAsync(Of("lot_for_lot", source: tenant.Facility))).ShouldBe(["sourceFacilityId invalid_value", "sourceFacilityId invalid_value"]);
        (await tenant.Client.PostAsync(Path, "[]")).ShouldBeError(400, "invalid_json");
        (await tenant.Client.GetAsync(Path)).Json.At("count").GetInt64().ShouldBe(0);

        // A change is judged by what comes of it, not by what it names.
        var made = (await tenant.Client.PostAsync(Path, Of("min_max", min: 5, max: 10))).ShouldBe(201).Header("Location")!;
        Reasons(await tenant.Client.PatchAsync(made, new { maxQty = 4 })).ShouldBe(["minQty out_of_range"]);
        Reasons(await tenant.Client.PatchAsync(made, new { policyType = "reorder_point" })).ShouldBe(["reorderQty required"]);
        Reasons(await tenant.Client.PatchAsync(made, new { minQty = (decimal?)null })).ShouldBe(["minQty required"]);
        (await tenant.Client.GetAsync(made)).Json.At("data.version").GetInt64().ShouldBe(1);

        object Of(string policyType, decimal? min = null, decimal? max = null, decimal? safety = null, decimal? reorder = null, Guid? source = null) => new
        {
            itemId = item, facilityId = tenant.Facility, policyType, minQty = min, maxQty = max, safetyStockQty = safety, reorderQty = reorder, sourceFacilityId = source,
        };

        async Task<IEnumerable<string>> PostAsync(object body) => Reasons(await tenant.Client.PostAsync(Path, body));

        static IEnumerable<string> Reasons(Answer answer) => answer.ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray()
            .Select(detail => $"{detail.TextAt("field")} {detail.TextAt("code")}").ToList();
    }

    [Fact]
    public async Task One_policy_is_active_for_an_item_in_a_facility_also_when_many_are_made_at_once()
    {
        using var tenant = await system.TenantAsync();
        var item = await tenant.ItemAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => MakeAsync(true)));

        var active = answers.Single(answer => answer.Status == HttpStatusCode.Created).Json.TextAt("data.id");
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.Created))
            refused.ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(active);

        // Those that are not active are no limit; one becomes active when the other no longer is.
        var spare = (await MakeAsync(false)).ShouldBe(201).Header("Location")!;
        (await tenant.Client.PatchAsync(spare, new { isActive = true })).ShouldBeError(409, "duplicate_code").Json.TextAt("details[0].meta.existingId").ShouldBe(active);
        (await tenant.Client.PatchAsync($"{Path}/{active}", new { isActive = false })).ShouldBe(200);
        (await tenant.Client.PatchAsync(spare, new { isActive = true })).ShouldBe(200);

        Task<Answer> MakeAsync(bool isActive) => tenant.Client.PostAsync(Path, new { itemId = item, facilityId = tenant.Facility, policyType = "lot_for_lot", isActive });
    }

    [Fact]
    public async Task Policies_are_listed_newest_first_filtered_and_page_by_page()
    {
        using var tenant = await system.TenantAsync();
        var other = (await tenant.Client.PostAsync("/v1/facilities", new { code = "TWO", name = "Two", type = "store", timeZone = "UTC" })).ShouldBe(201).Json.TextAt("data.id")!;
        var (first, second) = (await tenant.ItemAsync(), await tenant.ItemAsync());
        var a = await MakeAsync(first, $"{tenant.Facility}", "lot_for_lot", "supplier", true);
        var b = await MakeAsync(first, other, "order_up_to", "transfer", true);
        var c = await MakeAsync(second, other, "lot_for_lot", "production", false);

        (await IdsAsync("")).ShouldBe([c, b, a]);
        (await IdsAsync($"?itemId={first}")).ShouldBe([b, a]);
        (await IdsAsync($"?facilityId={other}")).ShouldBe([c, b]);
        (await IdsAsync("?policyType=order_up_to")).ShouldBe([b]);
        (await IdsAsync("?isActive=false")).ShouldBe([c]);
        (await IdsAsync("?source=supplier,production")).ShouldBe([c, a]);
        var since = (await tenant.Client.PatchAsync($"{Path}/{a}", new { leadTimeDays = 3 })).ShouldBe(200).Json.TextAt("data.updatedAt");
        (await IdsAsync($"?updatedSince={since}")).ShouldBe([a]);

        var page = (await tenant.Client.GetAsync($"{Path}?limit=2")).ShouldBe(200).Json;
        (page.At("count").GetInt64(), page.At("limit").GetInt32(), page.At("data").GetArrayLength()).ShouldBe((3, 2, 2));
        (await IdsAsync($"?limit=2&cursor={Uri.EscapeDataString(page.TextAt("nextCursor")!)}")).ShouldBe([a]);

        (await tenant.Client.GetAsync($"{Path}?policyType=none")).ShouldBeError(400, "invalid_value");
        (await tenant.Client.GetAsync($"{Path}?itemId=7")).ShouldBeError(400, "invalid_parameter");
        (await tenant.Client.GetAsync($"{Path}?supplier=7")).ShouldBeError(400, "unknown_filter");

        async Task<string?> MakeAsync(Guid itemId, string facilityId, string policyType, string source, bool isActive) =>
            (await tenant.Client.PostAsync(Path, new { itemId, facilityId, policyType, source, isActive, maxQty = 9 })).ShouldBe(201).Json.TextAt("data.id");

        async Task<IEnumerable<string?>> IdsAsync(string query) =>
            (await tenant.Client.GetAsync(Path + query)).ShouldBe(200).Json.At("data").EnumerateArray().Select(p => p.TextAt("id")).ToList();
    }

    [Fact]
    public async Task Policies_need_a_key_with_the_scope_and_are_seen_by_their_own_tenant_only()
    {
        using var tenant = await system.TenantAsync();
        using var stranger = await system.TenantAsync();
        using var reader = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(tenant.Name, "inventory:read"));
        using var writer = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync(tenant.Name, "policies:write"));
        using var nobody = system.Atlas.Client("atlas_live_unknown");
        var body = new { itemId = await tenant.ItemAsync(), facilityId = tenant.Facility, policyType = "lot_for_lot", safetyStockQty = 4 };

        (await nobody.GetAsync(Path)).ShouldBe(401);
        (await nobody.GetAsync(Suggestions)).ShouldBe(401);
        (await reader.PostAsync(Path, body)).ShouldBeError(403, "insufficient_scope");
        var path = (await writer.PostAsync(Path, body)).ShouldBe(201).Header("Location")!;
        (await writer.GetAsync(path)).ShouldBeError(403, "insufficient_scope");
        (await writer.GetAsync(Suggestions)).ShouldBeError(403, "insufficient_scope");
        (await reader.GetAsync(path)).ShouldBe(200);
        (await reader.PatchAsync(path, new { leadTimeDays = 1 })).ShouldBeError(403, "insufficient_scope");
        (await reader.DeleteAsync(path)).ShouldBeError(403, "insufficient_scope");

        (await stranger.Client.GetAsync(path)).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.PatchAsync(path, new { leadTimeDays = 1 })).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.DeleteAsync(path)).ShouldBeError(404, "resource_not_found");
        (await stranger.Client.PostAsync(Path, body)).ShouldBeError(400, "validation_failed").Json.At("details").EnumerateArray().Select(d => d.TextAt("code"))
            .ShouldBe(["invalid_reference", "invalid_reference"]);
        (await stranger.Client.GetAsync(Path)).Json.At("count").GetInt64().ShouldBe(0);
        (await stranger.Client.GetAsync(Suggestions)).ShouldBe(200).Json.At("count").GetInt64().ShouldBe(0);
        (await reader.GetAsync(Suggestions)).ShouldBe(200).Json.At("count").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Repeating_a_request_under_its_key_gives_the_first_answer_and_a_dry_run_keeps_nothing()
    {
        using var tenant = await system.TenantAsync();
        var body = new { itemId = await tenant.ItemAsync(), facilityId = tenant.Facility, policyType = "lot_for_lot" };

        (await tenant.Client.PostAsync($"{Path}?dryRun=true", body)).ShouldBe(201).Header("Atlas-Dry-Run").ShouldBe("true");
        var first = (await tenant.Client.PostAsync(Path, body, ("Idempotency-Key", "make"))).ShouldBe(201);
        var again = (await tenant.Client.PostAsync(Path, body, ("Idempotency-Key", "make"))).ShouldBe(201);
        var path = first.Header("Location")!;
        (again.Text, again.Header("Location"), again.Header("Idempotent-Replayed")).ShouldBe((first.Text, path, "true"));
        (await tenant.Client.PostAsync(Path, new { body.itemId, body.facilityId, policyType = "lot_for_lot", leadTimeDays = 1 }, ("Idempotency-Key", "make")))
            .ShouldBeError(409, "idempotency_key_reused");

        (await tenant.Client.DeleteAsync($"{path}?dryRun=true")).ShouldBe(204);
        (await tenant.Client.DeleteAsync(path, ("Idempotency-Key", "remove"))).ShouldBe(204);
        (await tenant.Client.DeleteAsync(path, ("Idempotency-Key", "remove"))).ShouldBe(204).Header("Idempotent-Replayed").ShouldBe("true");
        (await tenant.Client.GetAsync(Path)).Json.At("count").GetInt64().ShouldBe(0);
    }

    const string Suggestions = "/v1/inventory/replenishment-suggestions";
}
