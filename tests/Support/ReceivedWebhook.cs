using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Atlas.Support;

/// <summary>One request that a <see cref="WebhookReceiver"/> got.</summary>
/// <param name="Body">Byte by byte, as signed.</param>
/// <param name="At">When it had arrived in full.</param>
public sealed record ReceivedWebhook(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    const string SecretPrefix = "whsec_";

    /// <summary>The <c>webhook-id</c> header; empty when there is none.</summary>
    public string Id => Headers.GetValueOrDefault("webhook-id", "");

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>
    /// True when the request is signed with this secret as the Standard Webhooks specification says, as strictly as the
    /// strictest receiver reads it: <c>v1,</c> tokens separated by one space, padded base64, a timestamp in whole seconds that
    /// is at most <paramref name="tolerance"/> away from now (5 minutes when null).
    /// </summary>
    /// <param name="secret">As the API showed it, for example <c>whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw</c>.</param>
    public bool IsSignedWith(string secret, TimeSpan? tolerance = null) => WhyNotSignedWith(secret, tolerance) is null;

    /// <summary>What is wrong with the signature; null when it is right.</summary>
    public string? WhyNotSignedWith(string secret, TimeSpan? tolerance = null)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal)) return $"the secret does not start with {SecretPrefix}";
        if (Id.Length == 0 || Id.Contains('.')) return $"webhook-id is '{Id}'";
        var timestamp = Headers.GetValueOrDefault("webhook-timestamp", "");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return $"webhook-timestamp is '{timestamp}'";
        if ((At - DateTimeOffset.FromUnixTimeSeconds(seconds)).Duration() > (tolerance ?? TimeSpan.FromMinutes(5)))
            return $"webhook-timestamp {timestamp} is too far from {At:O}";

        byte[] signed = [.. Encoding.UTF8.GetBytes($"{Id}.{timestamp}."), .. Body];
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[SecretPrefix.Length..]), signed));
        var tokens = Headers.GetValueOrDefault("webhook-signature", "").Split(' ');
        if (tokens.Any(token => !token.StartsWith("v1,", StringComparison.Ordinal)))
            return $"webhook-signature is '{string.Join(' ', tokens)}'";
        return tokens.Contains(expected) ? null : "no signature is of this secret";
    }
}
