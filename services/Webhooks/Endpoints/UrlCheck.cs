using System.Net.Sockets;
using Atlas.ServiceDefaults;
using Atlas.Webhooks.Sending;

namespace Atlas.Webhooks.Endpoints;

/// <summary>Tells at once what would fail at every delivery. The wall itself stands at each connection; this is a courtesy.</summary>
sealed class UrlCheck(AddressWall wall, WebhookSettings settings)
{
    static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(2);

    /// <exception cref="RefusedException">The URL leads where nothing is sent to.</exception>
    public async Task RefuseIfBlockedAsync(string text, CancellationToken ct)
    {
        var url = new Uri(text);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(LookUpTimeout);
        try
        {
            await wall.ResolveAsync(url, timeout.Token);
        }
        catch (BlockedAddressException)
        {
            throw Refusal(url.Scheme == Uri.UriSchemeHttps || settings.AllowHttp
                ? new ErrorDetail("url", "blocked_address", "leads to an address or port that nothing is sent to")
                : new ErrorDetail("url", "https_required", "must be https"));
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && exception is SocketException or OperationCanceledException)
        {
            // A name that does not resolve today may do so tomorrow; without TLS nobody could tell whose it is then.
            if (url.Scheme != Uri.UriSchemeHttps && !settings.AllowHttp)
                throw Refusal(new ErrorDetail("url", "https_required", "must be https"));
        }
    }

    static RefusedException Refusal(ErrorDetail detail) => new(Error.Invalid(detail));
}
