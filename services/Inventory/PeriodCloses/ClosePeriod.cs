using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.PeriodCloses;

/// <summary>Through when everything is to be closed.</summary>
public sealed record ClosePeriodRequest(DateTimeOffset ClosedThrough) : IReadable<ClosePeriodRequest>
{
    public static ClosePeriodRequest Read(Fields fields)
    {
        var through = fields.OptionalTimestamp("closedThrough");
        if (through is null && !fields.IsWrong("closedThrough")) fields.Refuse("closedThrough", "required", "is required");
        return new(through ?? default);
    }
}

/// <summary>Nothing is posted any more that took effect at this time or before.</summary>
/// <param name="ClosedThrough">Null where nothing is closed.</param>
public sealed record PeriodCloseView(DateTimeOffset? ClosedThrough);

static class ClosePeriod
{
    public static void MapPeriodCloses(this IEndpointRouteBuilder api) =>
        api.MapGet("/inventory/period-close", Get).RequireScope("inventory:read").Produces<Envelope<PeriodCloseView>>();

    public static void MapPeriodClosing(this IEndpointRouteBuilder posting) =>
        posting.MapPost("/inventory/period-close", Handle).RequireScope("inventory:adjust").Produces<Envelope<PeriodCloseView>>();

    /// <summary>Closes everything through a time, for good. What is backdated into it from then on is 409 <c>period_closed</c>.</summary>
    static Task<IResult> Handle(HttpContext http, Body<ClosePeriodRequest> body, LedgerWriter ledger) =>
        ledger.RunAsync(http, new Command(body.Value) { Actor = Caller.Of(http).Credential });

    /// <summary>Says through when everything is closed.</summary>
    static async Task<IResult> Get(InventoryDb db, CancellationToken ct) =>
        Reply.Ok(new PeriodCloseView(await db.Set<LedgerHead>().Select(h => h.ClosedThrough).FirstOrDefaultAsync(ct)));

    sealed class Command(ClosePeriodRequest request) : LedgerCommand
    {
        public override void Ask(Wanted wanted) { }

        public override LedgerAnswer Run(Book book)
        {
            book.Close(request.ClosedThrough);
            return new LedgerAnswer(200, new Envelope<PeriodCloseView>(new(book.Head.ClosedThrough)));
        }
    }
}
