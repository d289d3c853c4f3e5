using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Persistence.Tests.Tallies;

/// <summary>Says what a tally weighs, unless its name says that nobody will.</summary>
sealed class PutOnScales(TalliesDb db) : IConsumer<WeighTally>
{
    public const decimal Weight = 12.5m;

    /// <summary>Tallies of this name are not weighed until the scales are <see cref="Delivered"/>.</summary>
    public const string NoScales = "no scales";

    public static TaskCompletionSource Delivered { get; } = new();

    public static string SignalOf(string id) => $"tally {id}";

    public async Task Consume(ConsumeContext<WeighTally> context)
    {
        var tally = await db.Tallies.FirstAsync(t => t.Id == context.Message.TallyId, context.CancellationToken);
        if (tally.Name == NoScales) await Delivered.Task;
        tally.Weigh(Weight);
        await db.SaveChangesAsync(context.CancellationToken);
        await ChangeSignals.SignalAsync(db, SignalOf(tally.Id), context.CancellationToken);
    }
}
