using System.Net.Sockets;

namespace Atlas.AppHost.Tests;

/// <summary>A port on which somebody else listens.</summary>
sealed class TakenPort : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public TakenPort() => listener.Start();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();
}
