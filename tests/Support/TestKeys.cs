using Npgsql;

namespace Atlas.Support;

/// <summary>Makes API keys for tests, also of tenants that nobody else uses.</summary>
public static class TestKeys
{
    /// <summary>A new key of the tenant <c>acme</c>, made as its users make one.</summary>
    /// <param name="scopes">What it may do; everything when none is named.</param>
    public static async Task<string> KeyAsync(this RunningAtlas atlas, params IReadOnlyList<string> scopes) =>
        (await CreateAsync(atlas, scopes)).Secret;

    /// <summary>
    /// A new key of any tenant. A tenant begins with its first key and starts empty. Keys can only be given away inside a tenant,
    /// so this one is made in <c>acme</c> and moved, in the database, before it is used.
    /// </summary>
    public static async Task<string> KeyOfTenantAsync(this RunningAtlas atlas, string tenant, params IReadOnlyList<string> scopes)
    {
        var (id, secret) = await CreateAsync(atlas, scopes);
        await using var gateway = NpgsqlDataSource.Create(atlas.ConnectionStringOf("gatewaydb"));
        await using var move = gateway.CreateCommand("update api_keys set tenant_id = $1 where id = $2");
        move.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        move.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        if (await move.ExecuteNonQueryAsync() != 1) throw new InvalidOperationException($"The key {id} is not in the database.");
        return secret;
    }

    static async Task<(Guid Id, string Secret)> CreateAsync(RunningAtlas atlas, IReadOnlyList<string> scopes)
    {
        using var client = atlas.Client();
        var answer = await client.PostAsync("/v1/api-keys", new { name = "a test", scopes = scopes.Count == 0 ? ["admin"] : scopes });
        return (answer.ShouldBe(201).Json.At("data.id").GetGuid(), answer.Json.TextAt("data.secret")!);
    }
}
