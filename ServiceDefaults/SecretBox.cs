using System.Security.Cryptography;
using System.Text;

namespace Atlas.ServiceDefaults;

/// <summary>
/// Encrypts what must be read again but never lie open in a database: AES-256-GCM, bound to its owner, so that sealed bytes
/// cannot be moved to another row.
/// </summary>
/// <param name="key">256 bits, of <see cref="Secrets.Derive"/>.</param>
public sealed class SecretBox(byte[] key)
{
    const int NonceBytes = 12;
    const int TagBytes = 16;
    const int KeyIdBytes = 4;

    /// <summary>Names the key without telling anything of it, so that a change of key can be followed.</summary>
    public string KeyId { get; } = Convert.ToHexStringLower(SHA256.HashData(key)[..KeyIdBytes]);

    /// <summary>Seals bytes for one owner, for example a row's full name.</summary>
    public byte[] Seal(ReadOnlySpan<byte> open, string owner)
    {
        var box = new byte[NonceBytes + TagBytes + open.Length];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, open, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(owner));
        return box;
    }

    /// <summary>Opens what was sealed for the same owner.</summary>
    /// <exception cref="CryptographicException">Sealed with another key, for another owner, or altered.</exception>
    public byte[] Open(ReadOnlySpan<byte> box, string owner)
    {
        if (box.Length < NonceBytes + TagBytes) throw new CryptographicException("This is no sealed box.");
        var open = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[(NonceBytes + TagBytes)..], box.Slice(NonceBytes, TagBytes), open, Encoding.UTF8.GetBytes(owner));
        return open;
    }
}
