using System.Text.Json;
using System.Text.RegularExpressions;
using Atlas.Support;

namespace Atlas.SystemTests;

/// <summary>
/// Who is let in, for every operation that any service describes: none without a key, none with a key for something else, and
/// nobody learns from an id that is not theirs. A route that is added is in here by itself.
/// </summary>
[Collection(OneSystem.Name)]
public sealed partial class AccessTests(WholeSystem system)
{
    static readonly string[] Services = ["catalog", "inventory", "procurement", "sales", "production", "orders", "webhooks"];

    [Fact]
    public async Task Every_operation_asks_for_a_key_and_for_its_own_scope()
    {
        using var nobody = system.Atlas.Client("");
        using var reader = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("access", "inventory:read"));
        using var other = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("access", "outlets:read"));
        var wrong = new List<string>();

        var operations = await OperationsAsync();
        foreach (var operation in operations)
        {
            var path = Filled(operation.Path, Guid.NewGuid().ToString());
            var without = await nobody.SendAsync(operation.Method, path, operation.HasBody ? new { } : null);
            if (without.Status != HttpStatusCode.Unauthorized) wrong.Add($"{operation} without a key: {(int)without.Status}");

            var stranger = operation.Scope == "inventory:read" ? other : reader;
            var refused = await stranger.SendAsync(operation.Method, path, operation.HasBody ? new { } : null);
            if (refused.Status != HttpStatusCode.Forbidden || !refused.Text.Contains(operation.Scope))
                wrong.Add($"{operation} without its scope: {(int)refused.Status} {refused.Text}");
        }

        wrong.ShouldBeEmpty();
        operations.Select(operation => operation.Service).Distinct().ShouldBe(Services);
        operations.Count.ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task What_is_read_by_an_id_that_nobody_has_is_404_everywhere()
    {
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("access"));
        var wrong = new List<string>();

        foreach (var operation in (await OperationsAsync()).Where(o => o.Method == HttpMethod.Get && o.Path.Contains('{')))
        {
            var answer = await client.SendAsync(operation.Method, Filled(operation.Path, Guid.NewGuid().ToString()), null);
            if (answer.Status != HttpStatusCode.NotFound) wrong.Add($"{operation}: {(int)answer.Status} {answer.Text}");
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_to_an_id_that_nobody_has_is_refused_everywhere()
    {
        using var client = system.Atlas.Client(await system.Atlas.KeyOfTenantAsync("access"));
        var wrong = new List<string>();

        // Some look at the body before the id, so an empty one may be 400.
        foreach (var operation in (await OperationsAsync()).Where(o => o.Method != HttpMethod.Get && o.Path.Contains('{')))
        {
            var answer = await client.SendAsync(operation.Method, Filled(operation.Path, Guid.NewGuid().ToString()), operation.HasBody ? new { } : null);
            if (answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity))
                wrong.Add($"{operation}: {(int)answer.Status} {answer.Text}");
        }

        wrong.ShouldBeEmpty();
    }

    async Task<IReadOnlyList<Operation>> OperationsAsync()
    {
        using var client = system.Atlas.Client();
        var found = new List<Operation>();
        foreach (var service in Services)
        {
            var document = (await client.GetAsync($"/openapi/{service}.json")).ShouldBe(200).Json;
            foreach (var path in document.At("paths").EnumerateObject().Where(path => !path.Name.StartsWith("/internal")))
                foreach (var method in path.Value.EnumerateObject())
                    if (ScopeOf(method.Value) is { } scope)
                        found.Add(new Operation(service, HttpMethod.Parse(method.Name), path.Name, scope, method.Value.TryGetProperty("requestBody", out _)));
        }

        return found;
    }

    static string? ScopeOf(JsonElement operation) =>
        operation.TryGetProperty("security", out var security) && security.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } needs
            ? needs.At("Bearer[0]").GetString()
            : null;

    static string Filled(string path, string id) => Parameter().Replace(path, id);

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    sealed record Operation(string Service, HttpMethod Method, string Path, string Scope, bool HasBody)
    {
        public override string ToString() => $"{Method} {Path}";
    }
}
