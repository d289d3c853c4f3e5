using System.Diagnostics;

namespace Atlas.Support;

/// <summary>Waits for facts. What does not become true in time fails with the state that was seen last.</summary>
public static class Eventually
{
    /// <summary>How long a fact may take when the test does not say.</summary>
    public static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until <paramref name="isTrue"/> says so.</summary>
    /// <param name="what">The fact, for the message of a failure: "the order is in production".</param>
    /// <param name="isTrue">Looks once. What it throws counts as "not yet" and is quoted when time is up.</param>
    /// <param name="within">Patience; <see cref="UsualPatience"/> when null.</param>
    /// <param name="lastState">Describes what there is instead, for the message of a failure.</param>
    /// <exception cref="TimeoutException">It did not become true in time.</exception>
    public static Task BecomesTrue(
        string what, Func<Task<bool>> isTrue, TimeSpan? within = null, Func<Task<string>>? lastState = null) =>
        Becomes(what, isTrue, seen => seen, within, lastState is null ? null : _ => lastState());

    /// <summary>Like the other, for a fact that needs no waiting to look at.</summary>
    public static Task BecomesTrue(string what, Func<bool> isTrue, TimeSpan? within = null, Func<string>? lastState = null) =>
        BecomesTrue(what, () => Task.FromResult(isTrue()), within, lastState is null ? null : () => Task.FromResult(lastState()));

    /// <summary>Reads until what is read is as wanted, and returns it.</summary>
    public static Task<T> Becomes<T>(string what, Func<Task<T>> read, Func<T, bool> isWanted, TimeSpan? within = null) =>
        Becomes(what, read, isWanted, within, null);

    /// <summary>Repeats an assertion until it holds.</summary>
    public static Task Holds(string what, Func<Task> assertion, TimeSpan? within = null) =>
        BecomesTrue(what, async () =>
        {
            await assertion();
            return true;
        }, within);

    static async Task<T> Becomes<T>(
        string what, Func<Task<T>> read, Func<T, bool> isWanted, TimeSpan? within, Func<T, Task<string>>? describe)
    {
        var patience = within ?? UsualPatience;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var last = "nothing was seen";
            Exception? reason = null;
            try
            {
                var seen = await read();
                if (isWanted(seen)) return seen;
                last = describe is null ? seen?.ToString() ?? "null" : await describe(seen);
            }
            catch (Exception exception)
            {
                (last, reason) = (exception.Message, exception);
            }

            if (Stopwatch.GetElapsedTime(started) > patience)
                throw new TimeoutException($"After {patience.TotalSeconds:0.#} s it is not true that {what}. Seen last: {last}", reason);
            await Task.Delay(Pause);
        }
    }
}
