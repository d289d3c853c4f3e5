using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Atlas.Load.Measuring;

/// <summary>
/// One HTTP/1.1 connection, kept open, that sends finished bytes and reads answers without looking at more than their length.
/// </summary>
/// <remarks>
/// The driver shares the processors with what it measures: an HttpClient would cost more than a gateway hop and hide it.
/// </remarks>
sealed class Connection(Uri address) : IDisposable
{
    const int FirstBufferBytes = 32 * 1024;
    static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    byte[] buffer = new byte[FirstBufferBytes];
    Socket? socket;
    int filled;
    int start;
    bool isChunked;

    public Uri Address => address;

    /// <summary>The last answer's status; 0 when the connection broke.</summary>
    public int Status { get; private set; }

    /// <summary>The last answer's body.</summary>
    public byte[] Body()
    {
        if (!isChunked) return buffer[start..filled];
        List<byte> body = [];
        var rest = buffer.AsSpan(start, filled - start);
        while (Utf8Parser.TryParse(rest, out int size, out var digits, 'x') && size > 0)
        {
            body.AddRange(rest.Slice(digits + 2, size));
            rest = rest[(digits + 2 + size + 2)..];
        }

        return [.. body];
    }

    /// <summary>Writes down a request that can be sent many times.</summary>
    public static byte[] Request(string method, Uri url, byte[]? body, params IReadOnlyList<(string Name, string Value)> headers)
    {
        var head = new StringBuilder($"{method} {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n");
        foreach (var (name, value) in headers) head.Append($"{name}: {value}\r\n");
        if (body is not null) head.Append($"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body ?? []];
    }

    /// <summary>Sends a request and reads the whole answer. True when it was 2xx; a broken connection is made anew next time.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            socket ??= await ConnectAsync();
            await socket.SendAsync(request);
            await ReceiveAsync(socket);
            return Status is >= 200 and < 300;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            Dispose();
            Status = 0;
            return false;
        }
    }

    async Task<Socket> ConnectAsync()
    {
        var made = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await made.ConnectAsync(address.Host, address.Port);
        return made;
    }

    async Task ReceiveAsync(Socket from)
    {
        filled = 0;
        int head;
        while ((head = buffer.AsSpan(0, filled).IndexOf(EndOfHead)) < 0) await ReadMoreAsync(from);
        start = head + EndOfHead.Length;
        Utf8Parser.TryParse(buffer.AsSpan("HTTP/1.1 ".Length, 3), out int status, out _);
        Status = status;
        var length = Length(buffer.AsSpan(0, head));
        isChunked = length is null;
        var end = start + length ?? await FindLastChunkAsync(from, start);
        while (filled < end) await ReadMoreAsync(from);
    }

    async Task ReadMoreAsync(Socket from)
    {
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = await from.ReceiveAsync(buffer.AsMemory(filled));
        if (read == 0) throw new IOException("The other side closed the connection.");
        filled += read;
    }

    // Null when the body comes in chunks.
    static int? Length(ReadOnlySpan<byte> head)
    {
        const string name = "content-length:";
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length <= name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name)) continue;
            Utf8Parser.TryParse(line[name.Length..].TrimStart((byte)' '), out int length, out _);
            return length;
        }

        return null;
    }

    async Task<int> FindLastChunkAsync(Socket from, int at)
    {
        while (true)
        {
            int line;
            while ((line = buffer.AsSpan(at, filled - at).IndexOf("\r\n"u8)) < 0) await ReadMoreAsync(from);
            Utf8Parser.TryParse(buffer.AsSpan(at, line), out int size, out _, 'x');
            at += line + 2 + size + 2;
            while (filled < at) await ReadMoreAsync(from);
            if (size == 0) return at;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }
}
