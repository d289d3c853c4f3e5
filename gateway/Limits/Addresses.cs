using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Atlas.Gateway.Limits;

/// <summary>
/// Counts per client address what comes without a credential that is known already, so that guessing keys, and flooding the
/// open pages, ends here and not at the database. Good credentials do not suffer from a bad neighbour behind the same address.
/// </summary>
sealed class Addresses(LimitSettings settings, TimeProvider time)
{
    const int MaxRemembered = 100_000;
    const int Ipv6NetworkBytes = 8;

    readonly ConcurrentDictionary<IPAddress, Bucket> buckets = new();
    readonly Lock clearing = new();

    public Taken Take(IPAddress? address)
    {
        var network = Network(address ?? IPAddress.None);
        if (buckets.TryGetValue(network, out var bucket)) return bucket.Take();
        if (buckets.Count >= MaxRemembered) ForgetIdle();
        return buckets.GetOrAdd(network, _ => new Bucket("address", settings.Address, time)).Take();
    }

    // One subscriber has a whole /64 of IPv6 addresses.
    static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[Ipv6NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }

    void ForgetIdle()
    {
        if (!clearing.TryEnter()) return;
        try
        {
            foreach (var (network, bucket) in buckets)
                if (bucket.IsFull) buckets.TryRemove(new(network, bucket));
            if (buckets.Count >= MaxRemembered) buckets.Clear(); // Better to forgive all than to run out of memory.
        }
        finally
        {
            clearing.Exit();
        }
    }
}
