using Atlas.Gateway.Credentials;
using Atlas.Gateway.Tests.Setting;

namespace Atlas.Gateway.Tests.Credentials;

public class FixedKeyTests
{
    [Fact]
    public async Task The_bootstrap_key_is_what_the_configuration_says_and_then_the_usual_one_is_nothing()
    {
        var own = KeyText.Mint("live", KeyText.NewId());
        await using var services = await ServicesBehind.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(services, settings: ("Atlas:BootstrapKey", own));
        using var configured = gateway.Client(own);
        using var usual = gateway.Client(RunningGateway.Bootstrap);

        (await configured.GetAsync("/v1/items")).ShouldBe(200);
        (await usual.GetAsync("/v1/items")).ShouldBeError(401, "invalid_token");
    }

    [Fact]
    public async Task Outside_of_development_there_is_no_bootstrap_key_unless_one_is_configured()
    {
        await using var services = await ServicesBehind.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(services, settings: ("environment", "Production"));
        using var usual = gateway.Client(RunningGateway.Bootstrap);

        (await usual.GetAsync("/v1/items")).ShouldBeError(401, "invalid_token");
    }
}
