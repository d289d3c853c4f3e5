using System.Security.Cryptography;
using Atlas.ServiceDefaults;

namespace Atlas.Support;

/// <summary>
/// Says who is calling, as the gateway does, for tests that talk to one service without a gateway. Give the service
/// <see cref="PublicKey"/> as <c>Atlas:Identity:PublicKeys</c>.
/// </summary>
public static class TestGateway
{
    /// <summary>The tenant of a caller, unless the test says otherwise.</summary>
    public const string Tenant = "acme";
    public const string Credential = "key_test";

    /// <summary>A secret of the needed length, as <c>Atlas:SecretsKey</c>.</summary>
    public const string SecretsKey = "a-secret-that-only-tests-know-0123456789";

    static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Base64 SPKI of the key that signs the identities of this process.</summary>
    public static string PublicKey { get; } = Convert.ToBase64String(Key.ExportSubjectPublicKeyInfo());

    /// <summary>The key itself, base64 PKCS#8, for a gateway that runs in a test.</summary>
    public static string PrivateKey { get; } = Convert.ToBase64String(Key.ExportPkcs8PrivateKey());

    /// <summary>A client of one service, already identified.</summary>
    /// <param name="url">The service's address.</param>
    /// <param name="service">Its name, for example <c>orders</c>.</param>
    /// <param name="tenant">Whose data it sees.</param>
    /// <param name="scopes">What it may do; everything when none is named.</param>
    public static ApiClient Client(string url, string service, string tenant = Tenant, params IReadOnlyList<string> scopes) =>
        new(url, () => (IdentityToken.Header, Token(service, tenant, scopes)));

    /// <summary>A client with the shared demo key, whose writes are dry runs.</summary>
    public static ApiClient DemoClient(string url, string service, string tenant = "demo") =>
        new(url, () => (IdentityToken.Header, Token(service, new Caller(tenant, "key_demo", Scope.Demo.ToHashSet(), DryRunWrites: true))));

    /// <summary>An identity, valid for 60 seconds. A client makes one for every request.</summary>
    public static string Token(string service, string tenant = Tenant, params IReadOnlyList<string> scopes) =>
        Token(service, new Caller(tenant, Credential, (scopes.Count == 0 ? [Scope.Admin] : scopes).ToHashSet(), DryRunWrites: false));

    /// <summary>An identity for any caller.</summary>
    public static string Token(string service, Caller caller)
    {
        lock (Key) return IdentityToken.Mint(Key, caller, service, TimeProvider.System.GetUtcNow());
    }
}
