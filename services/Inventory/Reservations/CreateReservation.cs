using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Reservations;

/// <summary>A claim on stock.</summary>
/// <param name="FacilityId">Or <paramref name="LocationId"/>: where.</param>
/// <param name="LotId">Limits the claim to one lot.</param>
/// <param name="DemandId">With <paramref name="DemandType"/>: the document that needs it.</param>
/// <param name="NeedBy">When it is needed; lots must last until then.</param>
/// <param name="ExpiresAt">From then on it holds nothing.</param>
/// <param name="AllowPartial">Hold what there is, when there is not enough.</param>
/// <param name="AllowBackorder">Wait for the rest, when there is not enough.</param>
/// <param name="AutoAllocate">Set particular stock aside at once.</param>
public sealed record CreateReservationRequest(
    Guid ItemId, Guid? FacilityId, Guid? LocationId, Guid? LotId, decimal Qty, string? UomId, string DemandType, string DemandId, string? DemandLineId,
    DateTimeOffset? NeedBy, DateTimeOffset? ExpiresAt, int Priority, bool AllowPartial, bool AllowBackorder, bool AutoAllocate, string? Notes,
    string? ExternalId, IReadOnlyDictionary<string, string> Metadata)
    : IReadable<CreateReservationRequest>
{
    public static CreateReservationRequest Read(Fields fields)
    {
        var (facility, location) = (fields.OptionalId("facilityId"), fields.OptionalId("locationId"));
        if (facility is null && location is null && !fields.IsWrong("facilityId") && !fields.IsWrong("locationId"))
            fields.Refuse("facilityId", "required", "is required, unless locationId is given");
        return new(fields.Id("itemId"), facility, location, fields.OptionalId("lotId"), fields.OptionalQty("qty", required: true) ?? 0,
            fields.OptionalText("uomId", 64), fields.Choice("demandType", Reservation.DemandTypes), fields.Text("demandId", 128),
            fields.OptionalText("demandLineId", 128), fields.OptionalTimestamp("needBy"), fields.OptionalTimestamp("expiresAt"),
            (int)(fields.OptionalInteger("priority", 0, 1_000_000) ?? Reservation.UsualPriority), fields.Boolean("allowPartial", false),
            fields.Boolean("allowBackorder", false), fields.Boolean("autoAllocate", false), fields.OptionalText("notes", 4_000),
            fields.ExternalId(), fields.Metadata());
    }
}

static class CreateReservation
{
    /// <summary>Holds stock for a demand, softly: nobody else can have it, and which stock it will be is decided later.</summary>
    public static Task<IResult> Handle(HttpContext http, Body<CreateReservationRequest> body, LedgerWriter ledger) =>
        ledger.RunAsync(http, new Command(body.Value) { Actor = Caller.Of(http).Credential });

    sealed class Command(CreateReservationRequest request) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.Items.Add(request.ItemId);
            if (request.FacilityId is { } facility) wanted.Facilities.Add(facility);
            if (request.LocationId is { } location) wanted.Locations.Add(location);
            if (request.LotId is { } lot) wanted.Lots.Add(lot);
            if (request.ExternalId is { } externalId) wanted.ReservationExternalIds.Add(externalId);
            wanted.Choosing |= request.AutoAllocate;
        }

        public override LedgerAnswer Run(Book book)
        {
            var page = book.ItemOf("itemId", request.ItemId);
            if (!page.Item.IsActive) throw new BrokenRuleException("item_inactive", $"Item {page.Item.ItemNo} is not active: nothing new can claim it.");
            var location = request.LocationId is { } id ? book.LocationOf("locationId", id) : null;
            var facility = book.FacilityOf("facilityId", request.FacilityId ?? location!.FacilityId);
            if (location is not null && location.FacilityId != facility.Id)
                throw Book.Invalid("locationId", "invalid_reference", "is not a location of this facility");
            if (request.LotId is { } lot) book.LotOf(page, lot, null);
            if (request.ExpiresAt <= book.Now) throw Book.Invalid("expiresAt", "out_of_range", "must be in the future");
            if (request.ExternalId is { } externalId && book.ReservationsByExternalId.TryGetValue(externalId, out var same))
                throw new RefusedException(CommonFields.ExternalIdTaken("reservation", same));
            var qty = Quantity(page, request.Qty, request.UomId);

            var pool = new Pool(page.Item.Id, facility.Id, location?.Id ?? Guid.Empty, request.LotId ?? Guid.Empty);
            var free = book.MayBeNegative(page.Item, facility.Id) ? qty : Math.Max(0, Holding.Available(book, page, pool));
            var held = Math.Min(qty, free);
            if (held < qty && !request.AllowBackorder && (!request.AllowPartial || held == 0))
                throw Book.Short(page.Item.Id, location?.Id, request.LotId, qty, held, book.StockIn(page, pool), book.AllocatedIn(page, pool), Book.SoftIn(page, pool));
            var whole = request.AllowBackorder ? qty : held;
            var reservation = new Reservation
            {
                Id = Guid.CreateVersion7(book.Now),
                ReservationNo = book.NextReservationNo(),
                ItemId = page.Item.Id,
                FacilityId = facility.Id,
                LocationId = location?.Id,
                LotId = request.LotId,
                DemandType = request.DemandType,
                DemandId = request.DemandId,
                DemandLineId = request.DemandLineId,
                RequestedQty = qty,
                Qty = whole,
                OpenQty = whole,
                BackorderedQty = whole - held,
                NeedBy = request.NeedBy,
                ExpiresAt = request.ExpiresAt,
                Priority = request.Priority,
                AllowBackorder = request.AllowBackorder,
                Notes = request.Notes,
                ExternalId = request.ExternalId,
                Metadata = new(request.Metadata),
                CreatedBy = Actor,
                CreatedAt = book.Now,
                UpdatedAt = book.Now,
            };
            book.Add(reservation);
            book.HoldSoft(page, pool, held);
            if (request.AutoAllocate && held > 0) Holding.Allocate(book, reservation, held, Choice.Any, allowPartial: true);
            Holding.Announce(book, reservation, "created");
            return Holding.Answer(book, reservation, 201);
        }
    }

    /// <summary>A quantity in the item's base unit, exactly.</summary>
    public static decimal Quantity(ItemPage page, decimal qty, string? uomId)
    {
        var item = page.Item;
        var uom = item.UomOf(uomId) ?? throw Book.Invalid("uomId", "invalid_reference", "is no unit that this item has a conversion for");
        var baseQty = item.ToBase(qty, uom);
        return baseQty is { } exact && decimal.Round(exact, item.BaseUomDecimals) == exact
            ? exact
            : throw Book.Invalid("qty", "out_of_range", $"must be a quantity with at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}");
    }
}
