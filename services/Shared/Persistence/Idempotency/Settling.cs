using System.Data.Common;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atlas.Persistence.Idempotency;

/// <summary>
/// An answer whose content another service decides. A handler stores its intent, publishes the command and returns this; the
/// unit of work commits, waits for <paramref name="Signal"/> as long as <see cref="SettlingPatience"/> says and lets <paramref name="Look"/> say what
/// became of it. When nothing did in that time, the client gets <paramref name="Provisional"/>, and nothing is lost.
/// </summary>
/// <param name="Signal">What whoever settles the row calls <see cref="ChangeSignals.SignalAsync"/> with.</param>
/// <param name="Provisional">The answer while it is open, usually 202. Kept under the <c>Idempotency-Key</c> until there is a final one.</param>
/// <param name="Look">
/// Reads the row anew, in a transaction of its own that is committed when it gives the final answer; null while it is open.
/// </param>
/// <remarks>In a dry run the intent is committed too, because the other service must hear of it; the handler marks and removes it.</remarks>
public sealed record Settling(string Signal, IResult Provisional, Func<CancellationToken, Task<IResult?>> Look) : IResult
{
    /// <summary>Writes the provisional answer.</summary>
    public Task ExecuteAsync(HttpContext http) => Provisional.ExecuteAsync(http);
}

/// <summary>How long a request waits for another service to decide, under <c>Atlas:Settling:AtMost</c>.</summary>
sealed record SettlingPatience(TimeSpan AtMost)
{
    static readonly TimeSpan Usual = TimeSpan.FromSeconds(3);

    public static SettlingPatience Read(IConfiguration configuration) => new(configuration.GetValue("Atlas:Settling:AtMost", Usual));
}

/// <summary>What is left to do for a <see cref="Settling"/> answer after its intent is committed.</summary>
sealed class Settlement : IResult, IDisposable
{
    readonly Settling settling;
    readonly CapturedAnswer provisional;
    readonly bool isDryRun;
    readonly TimeSpan atMost;
    readonly ChangeSignals.Waiter waiter;

    Settlement(Settling settling, CapturedAnswer provisional, bool isDryRun, TimeSpan atMost, ChangeSignals.Waiter waiter) =>
        (this.settling, this.provisional, this.isDryRun, this.atMost, this.waiter) = (settling, provisional, isDryRun, atMost, waiter);

    public static Settlement Begin(Settling settling, CapturedAnswer provisional, bool isDryRun, IServiceProvider services) => new(
        settling, provisional, isDryRun, services.GetRequiredService<SettlingPatience>().AtMost,
        services.GetRequiredService<ChangeSignals>().Begin(settling.Signal));

    /// <summary>The final answer, or the provisional one when it takes too long or the database goes away meanwhile.</summary>
    public async Task<IResult> FinishAsync(HttpContext http, ServiceDb db, UnitOfWork.Key? key)
    {
        using (waiter)
        {
            CapturedAnswer? final = null;
            try
            {
                final = await LookAsync(http, db, key);
                if (final is null)
                {
                    await waiter.WaitAsync(atMost, http.RequestAborted);
                    final = await LookAsync(http, db, key);
                }
            }
            catch (Exception exception) when (exception is DbException or DbUpdateException)
            {
                http.RequestServices.GetRequiredService<ILogger<Settlement>>().LogWarning(
                    "Request {RequestId} is taken, but its outcome cannot be read: {Reason}", http.RequestId(), exception.Message);
                http.Response.Clear();
            }

            if (isDryRun) http.Response.Headers[UnitOfWork.DryRunHeader] = "true";
            return final ?? provisional;
        }
    }

    async Task<CapturedAnswer?> LookAsync(HttpContext http, ServiceDb db, UnitOfWork.Key? key)
    {
        var ct = http.RequestAborted;
        db.StartOver();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        http.Response.Clear(); // What the provisional answer says of itself; the final one may set its own, for example its version.
        if (await UnitOfWork.InvokeAsync(async () => await settling.Look(ct)) is not { } result) return null;

        var answer = await CapturedAnswer.OfAsync(http, result);
        if (key is not null && !isDryRun && (answer.IsSuccess || answer.IsWorthKeeping)) await key.ReplaceAsync(db, answer, ct);
        await transaction.CommitAsync(ct);
        return answer;
    }

    // Only the unit of work sees this; it answers with what FinishAsync gives.
    Task IResult.ExecuteAsync(HttpContext http) => provisional.ExecuteAsync(http);

    public void Dispose() => waiter.Dispose();
}
