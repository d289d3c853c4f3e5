using Atlas.Contracts.Inventory;
using Atlas.Inventory.Ledger;
using Atlas.ServiceDefaults;

namespace Atlas.Inventory.Lots;

/// <summary>What to change about a lot; what is absent stays, and null takes away what can be absent.</summary>
/// <param name="Status">
/// <c>active</c>, <c>on_hold</c> or <c>recalled</c>. What is not active cannot be promised, allocated or shipped; what is held of it stays
/// held and cannot leave.
/// </param>
/// <param name="ExpiryDate">Only of items with expiry dates, and never null there; not before it was made.</param>
public sealed record UpdateLotRequest(
    string? Status, string? SupplierLotNo, DateOnly? ManufacturedAt, DateOnly? ExpiryDate, IReadOnlyDictionary<string, string>? Attributes,
    string? ExternalId, IReadOnlyDictionary<string, string>? Metadata) : IReadable<UpdateLotRequest>
{
    static readonly string[] MayBeTakenAway = ["supplierLotNo", "manufacturedAt", "expiryDate", "externalId"];

    HashSet<string> Named { get; init; } = [];

    public static UpdateLotRequest Read(Fields fields) => new(
        fields.Has("status") ? fields.Choice("status", Lot.Settable) : null, fields.OptionalText("supplierLotNo", 64), fields.OptionalDate("manufacturedAt"),
        fields.OptionalDate("expiryDate"), fields.Has("attributes") ? fields.ShortTexts("attributes") : null, fields.ExternalId(),
        fields.Has("metadata") ? fields.Metadata() : null)
    {
        Named = [.. MayBeTakenAway.Where(fields.Has)],
    };

    internal void ApplyTo(Lot lot)
    {
        lot.Status = Status ?? lot.Status;
        lot.SupplierLotNo = Named.Contains("supplierLotNo") ? SupplierLotNo : lot.SupplierLotNo;
        lot.ManufacturedAt = Named.Contains("manufacturedAt") ? ManufacturedAt : lot.ManufacturedAt;
        lot.ExpiryDate = Named.Contains("expiryDate") ? ExpiryDate : lot.ExpiryDate;
        lot.Attributes = Attributes is null ? lot.Attributes : new(Attributes);
        lot.ExternalId = Named.Contains("externalId") ? ExternalId : lot.ExternalId;
        lot.Metadata = Metadata is null ? lot.Metadata : new(Metadata);
    }
}

static class UpdateLot
{
    /// <summary>
    /// Changes a lot, or takes it out of use and back. What can be promised changes with it, at once and for all; whoever waits for stock
    /// of a lot that comes back is served.
    /// </summary>
    public static Task<IResult> Handle(Guid lotId, HttpContext http, Body<UpdateLotRequest> body, LedgerWriter ledger)
    {
        var versions = http.Request.Headers.IfMatch.ToArray(); // Read now: the group runs outside of the request.
        return ledger.RunAsync(http, new Command(lotId, body.Value, versions.Length == 0 ? null : http.CheckIfMatch) { Actor = Caller.Of(http).Credential });
    }

    sealed class Command(Guid id, UpdateLotRequest request, Action<long>? ifMatch) : LedgerCommand
    {
        public override void Ask(Wanted wanted)
        {
            wanted.ChangingLots.Add(id);
            if (request.ExternalId is { } externalId) wanted.LotExternalIds.Add(externalId);
        }

        public override LedgerAnswer Run(Book book)
        {
            if (book.ChangingLots.Find(id) is not { } found) throw new RefusedException(Error.NotFound("Lot", $"{id}"));
            ifMatch?.Invoke(found.Version);
            if (request.ExternalId is { } externalId && book.LotsByExternalId.TryGetValue(externalId, out var same) && same != id)
                throw new RefusedException(CommonFields.ExternalIdTaken("lot", same));
            var lot = book.ChangeLot(id, request.ApplyTo);
            var item = book.Items[lot.ItemId].Item;
            if (item.HasExpiry && lot.ExpiryDate is null) throw Book.Invalid("expiryDate", "required", "is required: the item has expiry dates");
            if (!item.HasExpiry && lot.ExpiryDate is not null && lot.ExpiryDate != found.ExpiryDate)
                throw Book.Invalid("expiryDate", "invalid_value", "must be absent: the item has no expiry dates");
            if (lot.ExpiryDate < lot.ManufacturedAt)
                throw Book.Invalid(request.ExpiryDate is null ? "manufacturedAt" : "expiryDate", "out_of_range", "must not expire before it was made");
            if (request.ManufacturedAt is { } made && made > DateOnly.FromDateTime(book.Now.UtcDateTime).AddDays(1))
                throw Book.Invalid("manufacturedAt", "out_of_range", "must not be in the future");
            lot.UpdatedAt = book.Now;
            lot.Version++;
            book.Publish(Announcement(lot, "updated", book.Now), $"{lot.Id}", lot.Version);
            return new LedgerAnswer(200, new Envelope<LotView>(LotView.From(lot, book.Now)), null, lot.Version);
        }
    }

    /// <summary>The message that says what happened.</summary>
    public static LotChanged Announcement(Lot l, string what, DateTimeOffset now) => new(
        l.Id, l.ItemId, l.LotNo, what, l.Status, l.SupplierLotNo, l.ManufacturedAt, l.ExpiryDate, l.OriginType, l.OriginId, now, l.Version);
}
