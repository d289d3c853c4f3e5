using Atlas.Inventory.Items;
using Atlas.Inventory.Ledger;
using Atlas.Inventory.Statuses;
using Atlas.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace Atlas.Inventory.Counts;

/// <summary>What was counted.</summary>
/// <param name="Lines">1 to 500.</param>
public sealed record CountLinesRequest(IReadOnlyList<CountedLineRequest> Lines) : IReadable<CountLinesRequest>
{
    const int MaxLines = 500;

    public static CountLinesRequest Read(Fields fields) => new(fields.List("lines", 1, MaxLines, CountedLineRequest.Read));
}

/// <summary>What was counted of one line, or of stock that has none because the books know nothing of it.</summary>
/// <param name="Id">The line; or else the stock itself.</param>
/// <param name="StatusId">Id or code; available when absent.</param>
/// <param name="CountedQty">In the item's base unit, 0 when nothing is there; null takes a count back.</param>
public sealed record CountedLineRequest(
    Guid? Id, Guid? ItemId, Guid? LocationId, Guid? LotId, string? SerialNo, string? StatusId, decimal? CountedQty, string? ReasonCode)
{
    internal static CountedLineRequest Read(Fields fields)
    {
        var id = fields.OptionalId("id");
        var isById = id is not null || fields.IsWrong("id");
        var status = fields.OptionalText("statusId", 64);
        if (status is not null && StockStatus.Find(status) is null)
            fields.Refuse("statusId", "invalid_reference", "is no stock status", ("allowed", StockStatus.All.Select(s => s.Code).ToArray()));
        if (!fields.Has("countedQty")) fields.Refuse("countedQty", "required", "is required; null takes a count back");
        return new(id, fields.OptionalId("itemId", required: !isById), fields.OptionalId("locationId", required: !isById), fields.OptionalId("lotId"),
            fields.OptionalText("serialNo", 64), status, fields.OptionalDecimal("countedQty", 0, StockFields.MaxQty), fields.OptionalText("reasonCode", 64));
    }
}

static class CountLines
{
    /// <summary>
    /// Notes what was counted, each line with the position of the ledger at this moment: what moves later is no difference. Stock that has
    /// no line gets one. Answers with the session and the lines that were named.
    /// </summary>
    public static async Task<IResult> Handle(
        Guid sessionId, Body<CountLinesRequest> body, HttpContext http, InventoryDb db, TimeProvider time, CancellationToken ct)
    {
        var session = await OpenedSession.OpenAsync(http, db, sessionId, withLines: false, ct);
        var request = body.Value;
        session.Require("count");
        var lines = await FindAsync(db, session, request.Lines, time.GetUtcNow(), ct);
        var stock = await StockAsync(db, lines, ct);
        // After the position was read: what is posted from then on, as of now, is not before.
        var (now, by) = (LedgerHash.ToMicroseconds(time.GetUtcNow()), Caller.Of(http).Credential);
        foreach (var (line, counted, books) in lines.Zip(request.Lines, stock))
        {
            if (counted.CountedQty is { } qty) line.Count(qty, books.OnHand, books.Seq, now, by);
            else line.Uncount();
            line.ReasonCode = counted.ReasonCode ?? line.ReasonCode;
        }

        await db.SaveChangesAsync(ct);
        session.LineCount = await db.CountLines.CountAsync(l => l.SessionId == sessionId, ct);
        session.CountedCount = await db.CountLines.CountAsync(l => l.SessionId == sessionId && l.CountedQty != null, ct);
        await OpenedSession.SaveAsync(db, time, session, "counted", ct);
        return OpenedSession.Answer(http, session, lines);
    }

    // The line of each entry, made where there is none. Refuses with everything that is wrong.
    static async Task<List<CountLine>> FindAsync(
        InventoryDb db, CountSession session, IReadOnlyList<CountedLineRequest> entries, DateTimeOffset now, CancellationToken ct)
    {
        var ids = entries.Select(e => e.Id).OfType<Guid>().ToList();
        var named = entries.Where(e => e.Id is null).Select(e => e.ItemId!.Value).ToHashSet();
        var known = await db.CountLines.Where(l => l.SessionId == session.Id && (ids.Contains(l.Id) || named.Contains(l.ItemId))).ToListAsync(ct);
        var (byId, byKey) = (known.ToDictionary(l => l.Id), known.ToDictionary(l => l.Key));
        var itemIds = known.Select(l => l.ItemId).Concat(named).ToHashSet();
        var items = await db.Items.AsNoTracking().Where(i => itemIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        var places = await PlacesAsync(db, session, entries, ct);
        var lotIds = entries.Select(e => e.LotId).OfType<Guid>().ToHashSet();
        var lots = await db.Lots.Where(l => lotIds.Contains(l.Id)).ToDictionaryAsync(l => l.Id, l => l.ItemId, ct);
        var lineNo = await db.CountLines.Where(l => l.SessionId == session.Id).MaxAsync(l => (int?)l.LineNo, ct) ?? 0;

        var (lines, problems) = (new List<CountLine>(), new List<ErrorDetail>());
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, path) = (entries[i], $"lines[{i}].");
            if (entry.Id is { } id && !byId.ContainsKey(id)) problems.Add(new($"{path}id", "invalid_reference", "is no line of this session"));
            if (entry.Id is null) problems.AddRange(ProblemsOf(session, entry, path, items.GetValueOrDefault(entry.ItemId!.Value), places, lots));
            if (problems.Count > 0) continue;

            var line = entry.Id is { } lineId ? byId[lineId] : byKey.GetValueOrDefault(KeyOf(entry));
            if (line is null)
            {
                line = new CountLine
                {
                    Id = Guid.CreateVersion7(now), SessionId = session.Id, LineNo = ++lineNo, ItemId = entry.ItemId!.Value, LocationId = entry.LocationId!.Value,
                    LotId = entry.LotId ?? Guid.Empty, SerialNo = entry.SerialNo ?? LedgerTable.NoSerial, StatusId = KeyOf(entry).StatusId, Attempt = session.Attempt,
                };
                session.Lines.Add(line);
                byKey[line.Key] = line;
            }

            if (line.Attempt != session.Attempt)
                throw new BrokenRuleException("not_editable", $"Line {line.LineNo} is not counted again in this recount.",
                    new ErrorDetail($"{path}id", "not_editable", "is not part of the recount", new Dictionary<string, object?> { ["lineId"] = line.Id }));
            if (lines.Contains(line)) problems.Add(new($"{path}id", "invalid_value", "is named twice"));
            var item = items[line.ItemId];
            if (entry.CountedQty is { } qty && (decimal.Round(qty, item.BaseUomDecimals) != qty || (item.HasSerials && qty > 1)))
                problems.Add(new($"{path}countedQty", "out_of_range", item.HasSerials ? "must be 0 or 1: it is one serial number" : $"must have at most {item.BaseUomDecimals} decimals in {item.BaseUomCode}"));
            lines.Add(line);
        }

        if (problems.Count > 0) throw new RefusedException(Error.Invalid(problems));
        if (lineNo > CountSession.MaxLines) throw new BrokenRuleException("scope_too_large", $"A session can have {CountSession.MaxLines} lines.");
        return lines;
    }

    static StockKey KeyOf(CountedLineRequest entry) => new(
        entry.ItemId ?? Guid.Empty, entry.LocationId ?? Guid.Empty, entry.LotId ?? Guid.Empty, entry.SerialNo ?? LedgerTable.NoSerial,
        (entry.StatusId is null ? StockStatus.Available : StockStatus.Find(entry.StatusId)!).Id);

    // Those of the named locations that the session counts.
    static async Task<HashSet<Guid>> PlacesAsync(InventoryDb db, CountSession session, IReadOnlyList<CountedLineRequest> entries, CancellationToken ct)
    {
        var named = entries.Select(e => e.LocationId).OfType<Guid>().ToHashSet();
        var locations = db.Locations.Where(l => l.FacilityId == session.FacilityId && named.Contains(l.Id)).Select(l => l.Id);
        var counted = CountScope.Locations(db, session);
        if (session.LocationIds.Length > 0) locations = locations.Where(id => counted.Contains(id));
        return [.. await locations.ToListAsync(ct)];
    }

    static IEnumerable<ErrorDetail> ProblemsOf(
        CountSession session, CountedLineRequest entry, string path, Item? item, HashSet<Guid> places, Dictionary<Guid, Guid> lots)
    {
        if (!places.Contains(entry.LocationId!.Value)) yield return new($"{path}locationId", "invalid_reference", "is no location that this session counts");
        if (item is null || (session.ItemIds.Length > 0 && !session.ItemIds.Contains(item.Id)))
        {
            yield return new($"{path}itemId", "invalid_reference", "is no item that this session counts");
            yield break;
        }

        if (item.ItemKind is "service" or "phantom") yield return new($"{path}itemId", "invalid_value", $"is a {item.ItemKind}, of which there is no stock");
        var hasLots = item.HasLots || item.HasExpiry;
        if (hasLots && entry.LotId is null) yield return new($"{path}lotId", "required", "is required: the item is tracked by lot");
        if (!hasLots && entry.LotId is not null) yield return new($"{path}lotId", "invalid_value", "must be absent: the item is not tracked by lot");
        if (hasLots && entry.LotId is { } lot && lots.GetValueOrDefault(lot) != item.Id) yield return new($"{path}lotId", "invalid_reference", "is no lot of this item");
        if (item.HasSerials && entry.SerialNo is null) yield return new($"{path}serialNo", "required", "is required: the item is tracked by serial number");
        if (!item.HasSerials && entry.SerialNo is not null) yield return new($"{path}serialNo", "invalid_value", "must be absent: the item has no serial numbers");
    }

    // By hand: what the books say and the position of the ledger in one statement, so that both are of one moment.
    static async Task<List<BookedStock>> StockAsync(InventoryDb db, IReadOnlyList<CountLine> lines, CancellationToken ct)
    {
        var tenant = db.CurrentTenant;
        var (items, locations, lots) = (lines.Select(l => l.ItemId).ToArray(), lines.Select(l => l.LocationId).ToArray(), lines.Select(l => l.LotId).ToArray());
        var (serials, statuses) = (lines.Select(l => l.SerialNo).ToArray(), lines.Select(l => l.StatusId).ToArray());
        return await db.Database.SqlQuery<BookedStock>($"""
            select coalesce(b.on_hand, 0) as "OnHand", coalesce((select last_seq from ledger_heads where tenant_id = {tenant}), 0) as "Seq"
            from unnest({items}, {locations}, {lots}, {serials}, {statuses}) with ordinality as k (item_id, location_id, lot_id, serial_no, status_id, nr)
            left join balances b on b.tenant_id = {tenant} and b.item_id = k.item_id and b.location_id = k.location_id and b.lot_id = k.lot_id
              and b.serial_no = k.serial_no and b.status_id = k.status_id
            order by k.nr
            """).ToListAsync(ct);
    }

    sealed record BookedStock(decimal OnHand, long Seq);
}
