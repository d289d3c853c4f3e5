namespace Atlas.Gateway.Limits;

/// <summary>What a request costs: reads, writes and bulk writes do not eat each other's budget.</summary>
enum Cost { Read, Write, Bulk }

/// <summary>The buckets of one credential or one tenant.</summary>
sealed class Budget(string name, int reads, int writes, int bulk, TimeProvider time)
{
    readonly Bucket reads = new(name, reads, time);
    readonly Bucket writes = new($"{name}-writes", writes, time);
    readonly Bucket bulk = new($"{name}-bulk", bulk, time);

    /// <summary>True when nothing was taken for so long that it may be forgotten.</summary>
    public bool IsFull => reads.IsFull && writes.IsFull && bulk.IsFull;

    public Bucket For(Cost cost) => cost switch
    {
        Cost.Read => reads,
        Cost.Write => writes,
        _ => bulk,
    };
}
