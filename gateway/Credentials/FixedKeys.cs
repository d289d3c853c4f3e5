using System.Collections.Frozen;
using System.Security.Cryptography;
using Atlas.Gateway.Limits;
using Atlas.ServiceDefaults;

namespace Atlas.Gateway.Credentials;

/// <summary>The keys that are not in the database: the shared demo key, and the first key of an installation.</summary>
sealed class FixedKeys
{
    /// <summary>Published for everybody to try Atlas with: reads the demo tenant; its writes are checked and never kept.</summary>
    public const string Demo = "atlas_demo_KuhlerExampleKey_2026";

    const string LocalBootstrap = "atlas_local_FullAccessKey_2026";

    readonly List<(byte[] Hash, Credential Credential)> keys = [];

    public FixedKeys(IConfiguration configuration, IHostEnvironment environment, Budgets budgets)
    {
        var demo = new Caller("demo", "demo", Scope.Demo.ToFrozenSet(), DryRunWrites: true);
        keys.Add((KeyText.Hash(Demo), new Credential(demo, budgets.OfDemo, ofTenant: null)));

        var text = configuration["Atlas:BootstrapKey"] ?? (environment.IsDevelopment() ? LocalBootstrap : null);
        if (string.IsNullOrEmpty(text)) return;
        var bootstrap = new Caller("acme", "bootstrap", Scope.All.ToFrozenSet(), DryRunWrites: false);
        keys.Add((KeyText.Hash(text), new Credential(bootstrap, own: null, ofTenant: null)));
    }

    /// <summary>The credential whose key has this hash, or null.</summary>
    public Credential? Find(ReadOnlySpan<byte> hash)
    {
        foreach (var (known, credential) in keys)
            if (CryptographicOperations.FixedTimeEquals(known, hash)) return credential;
        return null;
    }
}
