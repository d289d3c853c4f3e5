using System.Collections.Concurrent;
using MassTransit;

namespace Atlas.Persistence.Tests.Tallies;

/// <summary>Writes a line for every raise, unless the tally's name asks for trouble.</summary>
sealed class WriteEntry(TalliesDb db) : IConsumer<TallyRaised>
{
    /// <summary>Names that begin like this are not consumed until the fault is <see cref="Mended"/>.</summary>
    public const string Poison = "poison";

    /// <summary>The first two tries fail after the effect was saved.</summary>
    public const string FailsTwice = "fails twice";

    /// <summary>The process ends in the middle, every time.</summary>
    public const string KillsTheProcess = "kills the process";

    public static volatile bool Mended;

    static readonly ConcurrentDictionary<Guid, int> Tries = new();

    public async Task Consume(ConsumeContext<TallyRaised> context)
    {
        var raised = context.Message;
        db.Entries.Add(new TallyEntry { TallyId = raised.TallyId, Version = raised.Version });
        db.Publish(new EntryWritten(raised.TallyId, raised.Version), raised.TallyId, raised.Version);
        await db.SaveChangesAsync(context.CancellationToken);

        if (raised.Name.StartsWith(Poison) && !Mended) throw new InvalidOperationException("This message is poison.");
        if (raised.Name.StartsWith(KillsTheProcess)) TallyHost.Die("before the commit");
        if (raised.Name.StartsWith(FailsTwice) && Tries.AddOrUpdate(context.MessageId!.Value, 1, (_, tries) => tries + 1) <= 2)
            throw new InvalidOperationException("Not yet.");
    }
}

/// <summary>Keeps the news of written entries in memory, for tests to look at.</summary>
sealed class HearOfEntries : IConsumer<EntryWritten>
{
    public static ConcurrentQueue<(Guid MessageId, EntryWritten Message)> Heard { get; } = new();

    public Task Consume(ConsumeContext<EntryWritten> context)
    {
        Heard.Enqueue((context.MessageId!.Value, context.Message));
        return Task.CompletedTask;
    }
}
