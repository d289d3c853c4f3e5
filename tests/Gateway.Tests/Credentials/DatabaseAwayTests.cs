using Atlas.Gateway.Credentials;
using Atlas.Gateway.Tests.Setting;
using Atlas.Support;

namespace Atlas.Gateway.Tests.Credentials;

public class DatabaseAwayTests
{
    [Fact]
    public async Task Without_its_database_the_gateway_serves_the_fixed_keys_and_says_503_to_others_until_it_is_back()
    {
        await using var services = await ServicesBehind.StartAsync();
        var server = await TestPostgres.StartAsync();
        try
        {
            await server.CreateDatabaseAsync("gateway");
            await using var gateway = await RunningGateway.StartAsync(services, server.ConnectionString("gateway"));
            var key = await gateway.CreateKeyAsync(["orders:read"]);
            using var user = gateway.Client(key.Secret);
            using var demo = gateway.Client(FixedKeys.Demo);
            using var stranger = gateway.Client(KeyText.Mint("live", KeyText.NewId()));
            (await user.GetAsync("/api/v1/orders")).ShouldBe(200);
            await server.KillAsync();

            (await demo.GetAsync("/api/v1/orders")).ShouldBe(200);
            (await stranger.GetAsync("/api/v1/orders")).ShouldBeError(503, "database_unreachable").Header("Retry-After").ShouldNotBeNull();
            await Eventually.Holds("what is not known for certain any more is 503",
                async () => (await user.GetAsync("/api/v1/orders")).ShouldBeError(503, "database_unreachable"));
            await Eventually.Holds("the whole is not well", async () => (await demo.GetAsync("/health")).ShouldBe(503));

            await server.StartAsync();
            await Eventually.Holds("the key is good again", async () => (await user.GetAsync("/api/v1/orders")).ShouldBe(200));
            await Eventually.Holds("all is well again", async () => (await demo.GetAsync("/health")).ShouldBe(200));
        }
        finally
        {
            TestPostgres.End(server);
        }
    }
}
