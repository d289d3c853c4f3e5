using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Persistence.Tests.Tallies;

public sealed record TallyView(string Id, string Name, int Count, decimal Weight, long Version);

public sealed record CreateTally(string Name) : IReadable<CreateTally>
{
    public static CreateTally Read(Fields fields) => new(fields.Text("name", 100));
}

/// <param name="Then">What goes wrong after the change was saved: <c>refuse</c>, <c>throw</c>, <c>wait</c>, or nothing.</param>
public sealed record RaiseTally(int By, string? Then) : IReadable<RaiseTally>
{
    public static RaiseTally Read(Fields fields) => new((int)fields.Integer("by", 1, 1_000_000), fields.OptionalText("then", 20));
}

static class TallyRoutes
{
    /// <summary>Where requests that ask for <c>wait</c> are held until a test lets them go.</summary>
    public static SemaphoreSlim Gate { get; } = new(0);

    public static void MapTallies(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tallies", CreateAsync).RequireScope("orders:write");
        routes.MapPost("/tallies/{id}/raise", RaiseAsync).RequireScope("orders:write");
        routes.MapPost("/tallies/{id}/weigh", WeighAsync).RequireScope("orders:write");
        routes.MapGet("/tallies/{id}", GetAsync).RequireScope("orders:read");
        routes.MapGet("/tallies", ListAsync).RequireScope("orders:read");
    }

    static async Task<IResult> CreateAsync(Body<CreateTally> body, TalliesDb db, ShortIds ids, HttpContext http, CancellationToken ct)
    {
        if (await db.Tallies.AnyAsync(t => t.Name == body.Value.Name, ct))
            return Error.Conflict("duplicate_code", $"There is a tally '{body.Value.Name}' already.");
        var tally = new Tally { Id = await ids.NextAsync("tly", ct), Name = body.Value.Name };
        db.Add(tally);
        await db.SaveChangesAsync(ct);
        http.SetETag(tally.Version);
        return Reply.Created($"{http.Request.Path}/{tally.Id}", View(tally));
    }

    static async Task<IResult> RaiseAsync(string id, Body<RaiseTally> body, TalliesDb db, HttpContext http, CancellationToken ct)
    {
        if (await db.Tallies.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } tally) return Error.NotFound("Tally", id);
        http.CheckIfMatch(tally.Version);
        tally.Raise(body.Value.By);
        db.Publish(new TallyRaised(tally.Id, tally.Name, body.Value.By, tally.Version), tally.Id, tally.Version);
        await db.SaveChangesAsync(ct);
        switch (body.Value.Then)
        {
            case "refuse": return Error.Conflict("changed_my_mind", "Saved, and then refused.");
            case "throw": throw new InvalidOperationException("Saved, and then broken.");
            case "wait": await Gate.WaitAsync(ct); break;
        }

        return Reply.Ok(View(tally));
    }

    // The answer is another service's: its consumer, here in the same process, says what a tally weighs.
    static async Task<IResult> WeighAsync(string id, TalliesDb db, CancellationToken ct)
    {
        if (await db.Tallies.FirstOrDefaultAsync(t => t.Id == id, ct) is not { } tally) return Error.NotFound("Tally", id);
        tally.AskForWeight();
        db.Publish(new WeighTally(tally.Id), tally.Id, tally.Version);
        await db.SaveChangesAsync(ct);
        return new Settling(PutOnScales.SignalOf(id), Reply.Accepted(View(tally)), async look =>
            await db.Tallies.FirstAsync(t => t.Id == id, look) is { Weight: >= 0 } weighed ? Reply.Ok(View(weighed)) : null);
    }

    static async Task<IResult> GetAsync(string id, TalliesDb db, CancellationToken ct) =>
        await db.Tallies.FirstOrDefaultAsync(t => t.Id == id, ct) is { } tally ? Reply.Ok(View(tally)) : Error.NotFound("Tally", id);

    // With the first wall taken away by a parameter, so that a test can look at the second.
    static async Task<IResult> ListAsync(TalliesDb db, HttpContext http, CancellationToken ct)
    {
        var tallies = http.Request.Query.ContainsKey("without_filter") ? db.Tallies.IgnoreQueryFilters() : db.Tallies;
        return Reply.Ok((await tallies.ToListAsync(ct)).Select(View));
    }

    static TallyView View(Tally tally) => new(tally.Id, tally.Name, tally.Count, tally.Weight, tally.Version);
}
