using System.Text.Json;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;
using Npgsql;

namespace Atlas.Gateway.Tests.ApiKeys;

/// <summary>What the tests of API keys share.</summary>
static class ApiKeySystem
{
    /// <summary>The shape of a key, as seed 001 shapes what it shows.</summary>
    public const string Shape = """
        {"data":{"id":"string","name":"string","kind":"string","prefix":"string","lastFour":"string","scopes":["string"],"status":"string",
        "createdAt":"string","createdBy":"string","updatedAt":"string","version":"integer"}}
        """;

    /// <summary>Everything that the database holds, in words, to look for secrets in.</summary>
    public static async Task<string> DumpAsync(this RunningGateway gateway)
    {
        await using var database = NpgsqlDataSource.Create(gateway.Database);
        var rows = new List<string>();
        foreach (var table in new[] { "api_keys", "audit", "idempotency", "outbox", "inbox" })
        {
            await using var command = database.CreateCommand($"select to_jsonb(t) || jsonb_build_object('text', t::text) from {table} t");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add(reader.GetString(0));
        }

        await using var bodies = database.CreateCommand("select convert_from(body, 'UTF8') from idempotency");
        await using var kept = await bodies.ExecuteReaderAsync();
        while (await kept.ReadAsync()) rows.Add(kept.GetString(0));
        return string.Join('\n', rows);
    }

    /// <summary>The audit rows about a key, oldest first.</summary>
    public static async Task<IReadOnlyList<(string Tenant, string Actor, string Action, string RequestId)>> AuditAsync(this RunningGateway gateway, string id)
    {
        await using var database = NpgsqlDataSource.Create(gateway.Database);
        await using var command = database.CreateCommand("select tenant_id, actor, action, request_id from audit where target = $1 order by id");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string, string, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        return rows;
    }

    /// <summary>Moves a key to another tenant before it is used: the only way to one that has no key yet.</summary>
    public static async Task MoveAsync(this RunningGateway gateway, NewKey key, string tenant)
    {
        await using var database = NpgsqlDataSource.Create(gateway.Database);
        await using var command = database.CreateCommand("update api_keys set tenant_id = $1 where id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(key.Id) });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    public static JsonElement Data(this Answer answer) => answer.Json.At("data");
}
