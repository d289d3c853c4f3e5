using Atlas.Webhooks.Sending;

namespace Atlas.Webhooks.Tests.Sending;

public sealed class AddressWallTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("10.255.255.255"), InlineData("100.64.0.1")]
    [InlineData("100.127.255.255"), InlineData("127.0.0.1"), InlineData("127.255.0.1"), InlineData("169.254.169.254"), InlineData("172.16.0.1")]
    [InlineData("172.31.255.255"), InlineData("192.0.0.1"), InlineData("192.0.2.1"), InlineData("192.88.99.1"), InlineData("192.168.1.1")]
    [InlineData("198.18.0.1"), InlineData("198.19.255.255"), InlineData("198.51.100.1"), InlineData("203.0.113.1"), InlineData("224.0.0.1")]
    [InlineData("239.255.255.255"), InlineData("240.0.0.1"), InlineData("255.255.255.255"), InlineData("168.63.129.16")]
    [InlineData("::"), InlineData("::1"), InlineData("64:ff9b::a00:1"), InlineData("64:ff9b:1::1"), InlineData("100::1"), InlineData("2001::1")]
    [InlineData("2001:db8::1"), InlineData("2002:a00:1::"), InlineData("3fff::1"), InlineData("5f00::1"), InlineData("fc00::1")]
    [InlineData("fd12:3456::1"), InlineData("fe80::1"), InlineData("fec0::1"), InlineData("ff02::1")]
    [InlineData("::ffff:10.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:169.254.169.254")]
    public void Private_local_and_reserved_addresses_are_blocked(string address) =>
        Wall().Allows(IPAddress.Parse(address), 443, "https").ShouldBeFalse();

    [Theory]
    [InlineData("1.1.1.1"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255"), InlineData("100.128.0.0")]
    [InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("192.0.1.1"), InlineData("198.17.255.255"), InlineData("198.20.0.0")]
    [InlineData("223.255.255.255"), InlineData("168.63.129.17"), InlineData("2606:4700::1111"), InlineData("2001:200::1"), InlineData("::ffff:1.1.1.1")]
    public void Public_addresses_are_not(string address) => Wall().Allows(IPAddress.Parse(address), 443, "https").ShouldBeTrue();

    [Theory]
    [InlineData("https", 443, true), InlineData("https", 8443, true), InlineData("https", 80, true), InlineData("https", 22, false)]
    [InlineData("https", 5432, false), InlineData("http", 80, false)]
    public void A_public_address_is_reached_by_https_on_a_usual_port(string scheme, int port, bool isAllowed) =>
        Wall().Allows(IPAddress.Parse("1.1.1.1"), port, scheme).ShouldBe(isAllowed);

    [Fact]
    public void A_network_can_be_allowed_as_a_whole_or_on_one_port()
    {
        Wall("10.1.0.0/16").Allows(IPAddress.Parse("10.1.2.3"), 5000, "http").ShouldBeTrue();
        Wall("10.1.0.0/16:5000").Allows(IPAddress.Parse("10.1.2.3"), 5000, "http").ShouldBeTrue();
        Wall("10.1.0.0/16:5000").Allows(IPAddress.Parse("10.1.2.3"), 5001, "http").ShouldBeFalse();
        Wall("10.1.0.0/16").Allows(IPAddress.Parse("10.2.0.1"), 5000, "http").ShouldBeFalse();
        Wall("::1/128:5000").Allows(IPAddress.IPv6Loopback, 5000, "http").ShouldBeTrue();
        Wall("127.0.0.0/8").Allows(IPAddress.Parse("::ffff:127.0.0.1"), 5000, "http").ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://127.1/"), InlineData("https://2130706433/"), InlineData("https://0x7f000001/"), InlineData("https://0177.0.0.1/")]
    [InlineData("https://0/"), InlineData("https://127。0。0。1/"), InlineData("https://[::1]/"), InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://localhost/"), InlineData("https://LOCALHOST/")]
    public async Task No_spelling_of_this_machine_leads_to_it(string url) =>
        await Should.ThrowAsync<BlockedAddressException>(() => Wall().ResolveAsync(new Uri(url), CancellationToken.None));

    [Fact]
    public async Task The_refusal_does_not_say_which_address_it_was()
    {
        var refusal = await Should.ThrowAsync<BlockedAddressException>(() => Wall().ResolveAsync(new Uri("https://localhost/"), CancellationToken.None));

        refusal.Message.ShouldNotContain("127");
    }

    static AddressWall Wall(params string[] allowed) => new(Settings.With(allowed));
}
