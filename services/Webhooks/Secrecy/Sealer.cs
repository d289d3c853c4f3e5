using System.Text;
using Atlas.ServiceDefaults;

namespace Atlas.Webhooks.Secrecy;

/// <summary>Seals what belongs to one endpoint: its secrets, its Bearer token, the values of its headers.</summary>
sealed class Sealer(IConfiguration configuration)
{
    readonly SecretBox box = new(Secrets.Derive(configuration, "webhook-secrets"));

    /// <summary>Stored with each row, so that a change of key can be followed.</summary>
    public string KeyId => box.KeyId;

    public byte[] Seal(ReadOnlySpan<byte> open, string tenant, Guid endpoint) => box.Seal(open, $"{tenant}/{endpoint}");

    public byte[] Seal(string open, string tenant, Guid endpoint) => Seal(Encoding.UTF8.GetBytes(open), tenant, endpoint);

    /// <exception cref="System.Security.Cryptography.CryptographicException">It was not sealed for this endpoint with this key.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string tenant, Guid endpoint) => box.Open(sealedBytes, $"{tenant}/{endpoint}");

    public string OpenText(ReadOnlySpan<byte> sealedBytes, string tenant, Guid endpoint) =>
        Encoding.UTF8.GetString(Open(sealedBytes, tenant, endpoint));
}
