using System.Buffers.Text;
using Atlas.Support;
using Microsoft.Extensions.Configuration;

namespace Atlas.ServiceDefaults.Tests;

public sealed class CursorsTests
{
    readonly Cursors cursors = WithSecret(TestGateway.SecretsKey);

    [Fact]
    public void A_cursor_gives_back_the_key_of_the_last_row() =>
        cursors.Open(cursors.Seal(["2026-05-08T14:30:00Z", "ord-q3k7m2"], "acme|/v1/orders|"), "acme|/v1/orders|")
            .ShouldBe(["2026-05-08T14:30:00Z", "ord-q3k7m2"]);

    [Theory]
    [InlineData("brewco|/v1/orders|status=open")]
    [InlineData("acme|/v1/items|status=open")]
    [InlineData("acme|/v1/orders|status=closed")]
    [InlineData("acme|/v1/orders|")]
    [InlineData("")]
    public void It_is_of_no_use_to_another_tenant_list_or_filter(string scope) =>
        cursors.Open(cursors.Seal(["a"], "acme|/v1/orders|status=open"), scope).ShouldBeNull();

    [Fact]
    public void What_is_signed_and_what_it_is_bound_to_cannot_change_places()
    {
        var bytes = Base64Url.DecodeFromChars(cursors.Seal(["a"], "acme|/v1/orders|"));
        var moved = Base64Url.EncodeToString([.. bytes, .. "acme"u8]);

        cursors.Open(moved, "|/v1/orders|").ShouldBeNull();
    }

    [Fact]
    public void Not_a_single_character_can_be_changed()
    {
        var cursor = cursors.Seal(["some key", "another"], "scope");

        for (var i = 0; i < cursor.Length - 1; i++)
            cursors.Open(cursor[..i] + (cursor[i] == 'A' ? 'B' : 'A') + cursor[(i + 1)..], "scope").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("####")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("W10")]
    public void Rubbish_is_no_cursor(string cursor) => cursors.Open(cursor, "scope").ShouldBeNull();

    [Fact]
    public void Another_installation_has_another_secret() =>
        WithSecret("another-secret-that-is-long-enough-000000").Open(cursors.Seal(["a"], "scope"), "scope").ShouldBeNull();

    [Fact]
    public void Without_a_proper_secret_nothing_starts()
    {
        Should.Throw<InvalidOperationException>(() => WithSecret(null));
        Should.Throw<InvalidOperationException>(() => WithSecret("too short"));
    }

    [Fact]
    public void Each_purpose_has_a_key_of_its_own()
    {
        var configuration = Configuration(TestGateway.SecretsKey);

        Secrets.Derive(configuration, "one").ShouldBe(Secrets.Derive(configuration, "one"));
        Secrets.Derive(configuration, "one").ShouldNotBe(Secrets.Derive(configuration, "two"));
        Secrets.Derive(configuration, "one").Length.ShouldBe(32);
    }

    static Cursors WithSecret(string? secret) => new(Configuration(secret));

    static IConfiguration Configuration(string? secret) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Atlas:SecretsKey", secret)]).Build();
}
