using System.Net;
using System.Net.Sockets;

namespace Atlas.Webhooks.Sending;

/// <summary>The address is not one that webhooks are sent to. Which address it is stays unsaid.</summary>
sealed class BlockedAddressException() : Exception("The address is not allowed.");

/// <summary>
/// Stands between a subscriber's URL and the network: every connection is made here, to addresses that were resolved and
/// checked at that moment, so that neither a clever URL nor a DNS answer that changes leads inside.
/// </summary>
sealed class AddressWall(WebhookSettings settings)
{
    static readonly int[] UsualPorts = [443, 8443, 80];

    /// <summary>Resolves a host and checks what it may be reached at.</summary>
    /// <exception cref="BlockedAddressException">If any of its addresses is not allowed.</exception>
    /// <exception cref="SocketException">The name does not resolve.</exception>
    public async Task<IPAddress[]> ResolveAsync(Uri url, CancellationToken ct)
    {
        var host = url.IdnHost.Trim('[', ']');
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, ct);
        addresses = [.. addresses.Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)];
        if (addresses.Length == 0) throw new SocketException((int)SocketError.NoData);
        if (!addresses.All(address => Allows(address, url.Port, url.Scheme))) throw new BlockedAddressException();
        return addresses;
    }

    /// <summary>Whether this address may be reached at this port in this way.</summary>
    public bool Allows(IPAddress address, int port, string scheme)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (settings.AllowedNetworks.Any(network => network.Contains(address, port))) return true;
        return (scheme == Uri.UriSchemeHttps || settings.AllowHttp) && UsualPorts.Contains(port) && !BlockedAddresses.Contains(address);
    }

    /// <summary>Makes the connection of an attempt, to exactly the addresses that were checked.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var url = context.InitialRequestMessage.RequestUri!;
        var addresses = await ResolveAsync(url, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
