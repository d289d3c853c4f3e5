using System.Security.Cryptography;
using System.Text;
using Atlas.Load.Measuring;
using Atlas.ServiceDefaults;
using Atlas.Support;

namespace Atlas.Load.Main;

/// <summary>The requests that are measured, as bytes.</summary>
static class OrderRequests
{
    static int codes;

    /// <summary>The list, asked for as an integrator does.</summary>
    public static byte[] ListAtGateway(Uri gateway, string query = "") =>
        Connection.Request("GET", new Uri(gateway, $"/api/v1/orders{query}"), null, Key);

    /// <summary>The list, asked for as the gateway does.</summary>
    public static byte[] ListAtService(Uri service, ECDsa identityKey, string query = "")
    {
        var caller = new Caller("acme", "bootstrap", new HashSet<string> { Scope.Admin }, DryRunWrites: false);
        var token = IdentityToken.Mint(identityKey, caller, "orders", TimeProvider.System.GetUtcNow());
        return Connection.Request("GET", new Uri(service, $"/api/v1/orders{query}"), null, (IdentityToken.Header, token));
    }

    /// <summary>A code that no other order of this run has.</summary>
    public static string NewCode() => $"BENCH-{Interlocked.Increment(ref codes):000000}";

    /// <summary>Intake of an order with two lines, under an idempotency key.</summary>
    public static byte[] Create(Uri gateway, string code) => Connection.Request("POST", new Uri(gateway, "/api/v1/orders"),
        Encoding.UTF8.GetBytes($$"""
            {"code":"{{code}}","brand_slug":"summit","ship_by":"2099-12-01","line_items":[
            {"sku":"SUM-TEE-FOR","description":"Trail tee","color":"Forest","size":"S","units":600},
            {"sku":"SUM-TEE-FOR","description":"Trail tee","color":"Forest","size":"M","units":800}],"total_units":1400}
            """),
        Key, ("Idempotency-Key", code));

    static (string, string) Key => ("Authorization", $"Bearer {RunningAtlas.LocalKey}");
}
