using System.Net;
using System.Net.Sockets;

namespace Atlas.Embedded.Processes;

/// <summary>Finds ports on which nobody listens.</summary>
static class Ports
{
    // Below the range from which Linux takes the ports of outgoing connections: none of those can slip in between choice and use.
    const int First = 20_000;
    const int Last = 32_000;

    static readonly HashSet<int> Given = [];

    /// <summary>A free port, never given to anybody else by this process.</summary>
    public static int Free()
    {
        lock (Given)
            while (true)
            {
                var port = Random.Shared.Next(First, Last);
                if (!Given.Contains(port) && IsFree(port) && Given.Add(port)) return port;
            }
    }

    /// <summary>The wanted port if it is free, else another.</summary>
    public static int FreeOr(int wanted)
    {
        lock (Given)
            return !Given.Contains(wanted) && IsFree(wanted) && Given.Add(wanted) ? wanted : Free();
    }

    /// <summary>Whether one can listen on the port at every address of <c>localhost</c>.</summary>
    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    static bool CanListen(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.AddressNotAvailable; // A machine whose localhost lacks this address.
        }
    }
}
