using System.Security.Cryptography;
using System.Text;

namespace Atlas.Webhooks.Sending;

/// <summary>Signs as Standard Webhooks asks: HMAC-SHA256 over id, timestamp and body, one token per live secret.</summary>
static class Signature
{
    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="secrets">Newest first.</param>
    public static string Of(string id, long timestamp, byte[] body, IEnumerable<byte[]> secrets)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, content))}"));
    }
}
