using System.Net.Sockets;
using Atlas.Embedded.Processes;

namespace Atlas.Embedded.Servers;

/// <summary>
/// A RabbitMQ broker of our own on this machine, in a private folder and on private ports, name registry (epmd) included, so
/// that several can run side by side. Nothing of it is left when it was stopped, killed or disposed, except the folder.
/// </summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(2);
    static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan EpmdPatience = TimeSpan.FromSeconds(2);

    readonly RabbitMqPrograms programs;
    readonly LogFile log;
    ChildProcess? epmd;
    ChildProcess? broker;

    RabbitMqServer(string folder, int? port)
    {
        Folder = ServerFolder.Open(folder);
        programs = RabbitMqPrograms.Find();
        Port = port ?? Ports.Free();
        Password = ServerFolder.Password(Folder);
        log = new LogFile(Path.Combine(Folder, "rabbitmq.log"));
    }

    /// <summary>The folder with the data, the log and the password.</summary>
    public string Folder { get; }

    /// <summary>The AMQP port on localhost; the same after <see cref="StartAsync(CancellationToken)"/>.</summary>
    public int Port { get; }

    /// <summary>The password of the user <c>guest</c>; kept in the folder.</summary>
    public string Password { get; }

    /// <summary>The address with user and password, such as <c>amqp://guest:secret@localhost:20123</c>.</summary>
    public string ConnectionString => $"amqp://guest:{Password}@localhost:{Port}";

    /// <summary>The id of the broker's process; null when it does not run.</summary>
    public int? ProcessId => broker is { Exited.IsCompleted: false } p ? p.Key.Id : null;

    /// <summary>Completes with the exit code when the running broker ends, for whatever reason.</summary>
    /// <exception cref="InvalidOperationException">The broker was never started.</exception>
    public Task<int> Exited => (broker ?? throw new InvalidOperationException("The broker was never started.")).Exited;

    /// <summary>Starts a broker on the folder and returns when it speaks AMQP.</summary>
    /// <param name="folder">The private folder; made when missing.</param>
    /// <param name="port">A port of the caller's choice; null for any free one.</param>
    /// <param name="ct">Gives up and leaves nothing running.</param>
    /// <exception cref="StartFailedException">A missing program or a taken port.</exception>
    public static async Task<RabbitMqServer> StartAsync(string folder, int? port = null, CancellationToken ct = default)
    {
        var server = new RabbitMqServer(folder, port);
        await server.StartAsync(ct);
        return server;
    }

    /// <summary>Starts the broker again on the same folder and port after a stop or a kill; durable queues are as they were.</summary>
    /// <exception cref="StartFailedException">The port was taken meanwhile, or the broker refuses its data.</exception>
    public async Task StartAsync(CancellationToken ct = default)
    {
        try
        {
            await programs.EndLeftoversAsync(Folder);
            ServerFolder.DemandPort("rabbitmq", Port);
            await programs.WriteConfigurationAsync(Folder, Port, Password, ct);

            var epmdPort = Ports.Free();
            epmd = await ChildProcess.StartAsync(programs.Epmd(Folder, epmdPort, log.Write));
            broker = await ChildProcess.StartAsync(programs.Broker(Folder, epmdPort, log.Write));
            await ReadyAsync(ct);
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Ends the broker and its children with SIGKILL, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (broker is not null) await broker.KillAsync();
        if (epmd is not null) await epmd.KillAsync();
    }

    /// <summary>Ends the broker in order.</summary>
    public async Task StopAsync()
    {
        if (broker is not null) await broker.StopAsync(StopPatience);
        if (epmd is not null) await epmd.StopAsync(EpmdPatience);
    }

    /// <summary>Stops the broker; the folder stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        log.Dispose();
    }

    async Task ReadyAsync(CancellationToken ct)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await SpeaksAmqpAsync(ct))
        {
            if (Exited.IsCompleted)
                throw new StartFailedException($"RabbitMQ ended as it started: {log.Telling("error", "failed", "crash")}; see {log.Path}.");
            if (TimeProvider.System.GetElapsedTime(started) > ReadyPatience)
                throw new StartFailedException($"RabbitMQ was not ready in {ReadyPatience.TotalSeconds:0} s; see {log.Path}.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }
    }

    /// <summary>Whether the broker answers the protocol header with its first frame, which is of type 1 (method).</summary>
    async Task<bool> SpeaksAmqpAsync(CancellationToken ct)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, ct);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\x09\x01"u8.ToArray(), ct);
            var type = new byte[1];
            return await stream.ReadAsync(type, ct) == 1 && type[0] == 1;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false; // Not yet.
        }
    }
}
