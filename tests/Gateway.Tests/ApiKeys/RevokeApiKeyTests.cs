using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.ApiKeys;

public class RevokeApiKeyTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IDisposable
{
    readonly RunningGateway gateway = fixture.Gateway;
    readonly ApiClient client = fixture.Gateway.Client(RunningGateway.Bootstrap);

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task A_revoked_key_is_refused_here_at_once()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        using var user = gateway.Client(key.Secret);
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);

        (await client.DeleteAsync($"/v1/api-keys/{key.Id}")).ShouldBe(200).Data().TextAt("status").ShouldBe("revoked");

        (await user.GetAsync("/api/v1/orders")).ShouldBeError(401, "revoked_token");
    }

    [Fact]
    public async Task A_revocation_reaches_another_gateway_within_five_seconds_while_the_key_is_in_use_there()
    {
        var clock = new HandClock();
        await using var other = await RunningGateway.StartAsync(fixture.Services, gateway.Database, clock);
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        using var user = other.Client(key.Secret);
        (await user.GetAsync("/api/v1/orders")).ShouldBe(200);

        (await client.DeleteAsync($"/v1/api-keys/{key.Id}")).ShouldBe(200);
        for (var second = 1; second < 5; second++)
        {
            clock.Turn(TimeSpan.FromSeconds(1));
            await user.GetAsync("/api/v1/orders");
        }

        clock.Turn(TimeSpan.FromSeconds(1));
        (await user.GetAsync("/api/v1/orders")).ShouldBeError(401, "revoked_token");
    }

    [Fact]
    public async Task Revoking_again_changes_nothing_and_is_no_second_entry_in_the_audit()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);

        var first = await client.DeleteAsync($"/v1/api-keys/{key.Id}");
        var second = await client.DeleteAsync($"/v1/api-keys/{key.Id}");

        second.ShouldBe(200).Text.ShouldBe(first.Text);
        (await gateway.AuditAsync(key.Id)).Select(entry => entry.Action).ShouldBe(["api_key.created", "api_key.revoked"]);
    }

    [Fact]
    public async Task A_dry_run_revokes_nothing()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);

        (await client.DeleteAsync($"/v1/api-keys/{key.Id}?dryRun=true")).ShouldBe(200).Header("Atlas-Dry-Run").ShouldBe("true");

        (await client.GetAsync($"/v1/api-keys/{key.Id}")).Data().TextAt("status").ShouldBe("active");
    }

    [Fact]
    public async Task The_audit_cannot_be_changed_by_the_gateway_itself()
    {
        var key = await gateway.CreateKeyAsync(["orders:read"]);
        var database = (Persistence.Database)gateway.Parts.GetService(typeof(Persistence.Database))!;
        await using var change = database.Worker.CreateCommand("update audit set actor = 'nobody'");
        await using var delete = database.Worker.CreateCommand("delete from audit");

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => change.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => delete.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
        (await gateway.AuditAsync(key.Id)).Count.ShouldBe(1);
    }
}
