using System.Net;
using System.Net.Sockets;

namespace Atlas.Embedded.Processes;

/// <summary>Finds ports on which nobody listens.</summary>
static class Ports
{
    // Below the range from which Linux takes the ports of outgoing connections: none of those can slip in between choice and use.
    const int First = 20_000;
    const int Last = 32_000;

    // A port is chosen long before somebody listens on it. Until this process ends, its twin among the ports of UDP tells other
    // processes like this one that it is taken.
    static readonly Dictionary<int, Socket> Given = [];

    /// <summary>A free port, never given to anybody else by this process or another one that asks in the same way.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (Take(port)) return port;
        }
    }

    /// <summary>The wanted port if it is free, else another.</summary>
    public static int FreeOr(int wanted) => Take(wanted) ? wanted : Free();

    static bool Take(int port)
    {
        lock (Given)
        {
            if (Given.ContainsKey(port) || !IsFree(port)) return false;
            var twin = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
            try
            {
                twin.Bind(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException)
            {
                twin.Dispose();
                return false;
            }

            Given[port] = twin;
            return true;
        }
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
