using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Atlas.Support;

namespace Atlas.ServiceDefaults.Tests;

public sealed class IdentityTokenTests : IDisposable
{
    readonly TestClock clock = new();
    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly Caller caller = new("acme", "key_1", new HashSet<string> { "orders:read", "orders:write" }, DryRunWrites: false);

    public void Dispose() => key.Dispose();

    [Fact]
    public void What_the_gateway_signs_for_a_service_names_the_caller()
    {
        var verified = Verifier().Verify(Mint())!;

        verified.Tenant.ShouldBe("acme");
        verified.Credential.ShouldBe("key_1");
        verified.Scopes.ShouldBe(["orders:read", "orders:write"], ignoreOrder: true);
        verified.DryRunWrites.ShouldBeFalse();
        verified.May("orders:write").ShouldBeTrue();
        verified.May("keys:manage").ShouldBeFalse();
    }

    [Fact]
    public void It_is_valid_for_sixty_seconds_and_not_one_more_even_when_it_was_seen_before()
    {
        var (verifier, token) = (Verifier(), Mint());
        verifier.Verify(token).ShouldNotBeNull();

        clock.Advance(TimeSpan.FromSeconds(59));
        verifier.Verify(token).ShouldNotBeNull();
        Verifier().Verify(token).ShouldNotBeNull();
        clock.Advance(TimeSpan.FromSeconds(1));

        verifier.Verify(token).ShouldBeNull();
        Verifier().Verify(token).ShouldBeNull();
    }

    [Fact]
    public void It_is_for_one_service_alone() => Verifier("inventory").Verify(Mint()).ShouldBeNull();

    [Fact]
    public void Another_key_signs_nothing()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        Verifier().Verify(IdentityToken.Mint(other, caller, "orders", clock.GetUtcNow())).ShouldBeNull();
        new IdentityVerifier("orders", "", clock).Verify(Mint()).ShouldBeNull(); // No key configured trusts nobody.
    }

    [Fact]
    public void While_keys_are_rotated_both_are_good()
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = new IdentityVerifier("orders", $"{PublicKey(key)}; {PublicKey(next)}", clock);

        verifier.Verify(Mint()).ShouldNotBeNull();
        verifier.Verify(IdentityToken.Mint(next, caller, "orders", clock.GetUtcNow())).ShouldNotBeNull();
    }

    [Fact]
    public void One_from_the_future_is_refused()
    {
        Verifier().Verify(IdentityToken.Mint(key, caller, "orders", clock.GetUtcNow().AddSeconds(30))).ShouldNotBeNull(); // A clock may be off.
        Verifier().Verify(IdentityToken.Mint(key, caller, "orders", clock.GetUtcNow().AddMinutes(5))).ShouldBeNull();
    }

    [Fact]
    public void Not_a_single_byte_can_be_changed()
    {
        var (verifier, token) = (Verifier(), Mint());

        for (var i = 0; i < token.Length; i++)
        {
            // The last character of a part holds bits that decode to nothing; another one may mean the same bytes.
            if (i == token.Length - 1) continue;
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            verifier.Verify(changed).ShouldBeNull($"position {i}");
        }
    }

    [Theory]
    [InlineData("""{"alg":"none","typ":"atlas-int+jwt"}""")]
    [InlineData("""{"alg":"HS256","typ":"atlas-int+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"typ":"atlas-int+jwt","alg":"ES256"}""")]
    [InlineData("""{"alg":"ES256","typ":"atlas-int+jwt","jwk":{}}""")]
    public void There_is_one_header_and_no_other_even_when_the_signature_is_right(string header)
    {
        var parts = Mint().Split('.');
        var content = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{parts[1]}";
        var signature = Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256));

        Verifier().Verify($"{content}.{signature}").ShouldBeNull();
        Verifier().Verify($"{content}.").ShouldBeNull();
        Verifier().Verify($"{parts[0]}.{parts[1]}.").ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("not base64 at all ~~~.~~~.~~~")]
    [InlineData("ünïcödé.ünïcödé.ünïcödé")]
    public void Rubbish_is_refused(string token) => Verifier().Verify(token).ShouldBeNull();

    [Fact]
    public void A_megabyte_of_rubbish_is_refused_unread() => Verifier().Verify(new string('a', 1_000_000)).ShouldBeNull();

    [Fact]
    public async Task Many_can_be_checked_at_once()
    {
        var verifier = Verifier();
        var tokens = Enumerable.Range(0, 200).Select(_ => Mint()).ToList();

        var callers = await Task.WhenAll(tokens.Select(token => Task.Run(() => verifier.Verify(token))));

        callers.ShouldAllBe(found => found != null);
    }

    IdentityVerifier Verifier(string audience = "orders") => new(audience, PublicKey(key), clock);

    string Mint() => IdentityToken.Mint(key, caller, "orders", clock.GetUtcNow());

    static string PublicKey(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
}
