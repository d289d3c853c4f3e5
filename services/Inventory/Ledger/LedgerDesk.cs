using System.Text.Json;
using Atlas.Contracts.Catalog;
using Atlas.Contracts.Inventory;
using Atlas.Inventory.Costing;
using Atlas.Inventory.Counts;
using Atlas.Inventory.Facilities;
using Atlas.Inventory.Items;
using Atlas.Inventory.Locations;
using Atlas.Inventory.Lots;
using Atlas.Inventory.Statuses;
using Atlas.Inventory.Transfers;
using Atlas.Persistence.Idempotency;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Atlas.Inventory.Ledger;

/// <summary>
/// Lays the book of one tenant open and writes it down again. By hand and not by EF Core, because this is the hot path of all stock:
/// one round trip locks the head and loads what a whole group of commands needs, one more writes what they have changed, as sets.
/// </summary>
sealed class LedgerDesk(InventoryDb db, TimeProvider time)
{
    /// <summary>How many waiting reservations one group serves; those behind them are served by the next.</summary>
    const int MaxBackorders = 500;

    /// <summary>How many transactions one message tells of.</summary>
    const int MaxTold = 100;

    readonly NpgsqlConnection connection = (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>Locks the tenant's ledger and loads what is wanted, and what has been answered to these requests before.</summary>
    public async Task<(Book Book, KeptAnswers Kept)> OpenAsync(Wanted wanted, IReadOnlyList<GroupedRequest> requests, CancellationToken ct)
    {
        await using var load = new NpgsqlBatch(connection);
        AddHead(load);
        var hasKeys = GroupedRequest.Find(load, db, requests);
        if (!wanted.HasDocuments) AddPages(load, wanted);
        await using var reader = await load.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var head = await ReadHeadAsync(reader, ct);
        if (head is null)
        {
            // The tenant's first posting. Whoever comes second here waits for the first.
            await reader.DisposeAsync();
            await ExecuteAsync("""
                insert into ledger_heads (tenant_id, last_seq, last_hash, last_posted_at, last_reservation_no) values ($1, 0, $2, 'epoch', 0)
                on conflict do nothing
                """, ct, new NpgsqlParameter<string> { TypedValue = db.CurrentTenant }, new NpgsqlParameter<byte[]> { TypedValue = new byte[LedgerHash.Bytes] });
            return await OpenAsync(wanted, requests, ct);
        }

        var kept = new KeptAnswers();
        if (hasKeys)
        {
            await reader.NextResultAsync(ct);
            kept = await GroupedRequest.ReadAsync(reader, ct);
        }

        var now = LedgerHash.ToMicroseconds(time.GetUtcNow());
        var book = new Book(head, now > head.LastPostedAt ? now : head.LastPostedAt);
        if (!wanted.HasDocuments)
        {
            await ReadPagesAsync(reader, book, wanted, ct);
            await reader.DisposeAsync();
        }
        else
        {
            await reader.DisposeAsync();
            await LoadDocumentsAsync(book, wanted, ct);
            await using var pages = new NpgsqlBatch(connection);
            AddPages(pages, wanted);
            await using var second = await pages.ExecuteReaderAsync(ct);
            await ReadPagesAsync(second, book, wanted, ct, isFirst: true);
        }

        if (wanted.History is { } since) await CountDesk.LoadObservationsAsync(db, book, since, ct);
        if (wanted.Choosing) await LoadPlacesAsync(book, ct);
        return (book, kept);
    }

    void AddHead(NpgsqlBatch load)
    {
        // The same few statements each time, all by key: to plan each anew for its values would take longer than to run it. What was planned
        // while a table was small must do when it is large.
        load.BatchCommands.Add(db.NameTenant(("plan_cache_mode", "force_generic_plan"), ("enable_seqscan", "off"), ("enable_hashjoin", "off"), ("enable_mergejoin", "off")));
        load.Add(db, "select last_seq, last_hash, last_posted_at, closed_through, last_reservation_no from ledger_heads where tenant_id = $1 for update");
    }

    static async Task<LedgerHead?> ReadHeadAsync(NpgsqlDataReader reader, CancellationToken ct) => !await reader.ReadAsync(ct) ? null : new LedgerHead
    {
        LastSeq = reader.GetInt64(0),
        LastHash = reader.GetFieldValue<byte[]>(1),
        LastPostedAt = reader.GetFieldValue<DateTimeOffset>(2),
        ClosedThrough = reader.IsDBNull(3) ? null : reader.GetFieldValue<DateTimeOffset>(3),
        LastReservationNo = reader.GetInt64(4),
    };

    // Reservations and reversed transactions say which items are meant.
    async Task LoadDocumentsAsync(Book book, Wanted wanted, CancellationToken ct)
    {
        if (wanted.Transfers.Count > 0) await TransferDesk.LoadAsync(db, book, wanted, ct);
        if (wanted.ChangingLots.Count > 0) await LotDesk.LoadAsync(db, book, wanted, ct);
        if (wanted.Counts.Count > 0) await CountDesk.LoadAsync(db, book, wanted, ct);
        foreach (var (type, id) in wanted.Demands)
            wanted.Reservations.UnionWith(await db.Reservations.Where(r => r.DemandType == type && r.DemandId == id).Select(r => r.Id).ToListAsync(ct));
        if (wanted.Reservations.Count > 0)
        {
            foreach (var reservation in await db.Reservations.Where(r => wanted.Reservations.Contains(r.Id)).ToListAsync(ct))
            {
                book.Reservations[reservation.Id] = reservation;
                book.Allocations[reservation.Id] = [];
                wanted.Items.Add(reservation.ItemId);
                wanted.Facilities.Add(reservation.FacilityId);
            }

            foreach (var allocation in await db.Allocations.Where(a => wanted.Reservations.Contains(a.ReservationId))
                         .OrderBy(a => a.AllocatedAt).ThenBy(a => a.Id).ToListAsync(ct))
            {
                book.Allocations[allocation.ReservationId].Add(allocation);
                wanted.Locations.Add(allocation.LocationId);
            }
        }

        if (wanted.Transactions.Count == 0) return;
        var transactions = await db.Transactions.Where(t => wanted.Transactions.Contains(t.Id)).ToListAsync(ct);
        var numbers = transactions.Select(t => t.LedgerSeq).ToList();
        var lines = (await db.Lines.Where(l => numbers.Contains(l.LedgerSeq)).OrderBy(l => l.LineNo).ToListAsync(ct)).ToLookup(l => l.LedgerSeq);
        foreach (var transaction in transactions)
        {
            book.Transactions[transaction.Id] = (transaction, [.. lines[transaction.LedgerSeq]]);
            foreach (var line in lines[transaction.LedgerSeq])
            {
                wanted.Items.Add(line.ItemId);
                if (line.IsInternal) wanted.Locations.Add(line.LocationId);
            }
        }

        foreach (var reversal in await db.Transactions.Where(t => wanted.Transactions.Contains(t.ReversesTransactionId!.Value))
                     .Select(t => new { t.Id, t.ReversesTransactionId }).ToListAsync(ct))
            book.KnowReversal(reversal.ReversesTransactionId!.Value, reversal.Id);
        var outside = VirtualLocation.Outside.Select(l => l.Id).ToList();
        foreach (var line in await db.Lines.Where(l => numbers.Contains(l.CorrectsSeq!.Value) && outside.Contains(l.LocationId))
                     .Select(l => new { l.CorrectsSeq, l.CorrectsLineNo, l.Value }).ToListAsync(ct))
            book.NoteCorrection(line.CorrectsSeq!.Value, line.CorrectsLineNo!.Value, line.Value ?? 0);
        book.Stand();
    }

    // Stock brings its facility and its lot along. What belongs to a row is looked up by key for each row, whatever the planner believes of
    // how many there are: it may have been asked when there were none.
    void AddPages(NpgsqlBatch load, Wanted wanted)
    {
        const string Facility = "f.id, f.code, f.time_zone, f.is_active, f.allow_negative";
        const string Lot = "l.id, l.item_id, l.lot_no, l.expiry_date, l.received_at, l.status";
        var items = wanted.Items.ToArray();
        load.Add(db, """
            select i.id, i.item_no, i.name, i.base_uom_id, i.base_uom_code, i.base_uom_decimals, i.lot_tracking, i.serial_tracking, i.expiry_tracking,
                   i.is_active, i.currency, i.negative_stock_policy, i.min_shelf_life_days, i.conversions, i.item_kind, i.item_version, i.costing_method,
                   i.standard_cost, p.method, p.currency, p.qty, p.value, p.base_qty, p.base_value, p.last_unit_cost, p.ledger_seq, p.longest_lag
            from items i left join cost_pools p on p.tenant_id = i.tenant_id and p.item_id = i.id where i.tenant_id = $1 and i.id = any($2)
            """, items);
        if (wanted.Facilities.Count > 0)
            load.Add(db, $"select {Facility} from facilities f where f.tenant_id = $1 and f.id = any($2)", wanted.Facilities.ToArray());
        load.Add(db, $"""
            select l.id, l.facility_id, l.code, l.is_active, l.is_pickable, l.is_receivable, l.path_key, {Facility}
            from locations l cross join lateral (select * from facilities f where f.tenant_id = l.tenant_id and f.id = l.facility_id limit 1) f
            where l.tenant_id = $1 and l.id = any($2)
            """, wanted.Locations.ToArray());
        load.Add(db, $"""
            select b.location_id, b.lot_id, b.serial_no, b.status_id, b.facility_id, b.on_hand, b.last_movement_at, b.ledger_seq, b.item_id, {Facility}, {Lot}
            from balances b cross join lateral (select * from facilities f where f.tenant_id = b.tenant_id and f.id = b.facility_id limit 1) f
            left join lateral (select * from lots l where b.lot_id <> '{Guid.Empty}' and l.tenant_id = b.tenant_id and l.id = b.lot_id limit 1) l on true
            where b.tenant_id = $1 and b.item_id = any($2) and b.on_hand <> 0
            """, items);
        if (wanted.NamesLots)
            load.Add(db, $"""
                select {Lot} from lots l where l.tenant_id = $1 and l.id = any($2)
                union all
                select {Lot} from unnest($3::uuid[], $4::text[]) n (item_id, lot_no)
                cross join lateral (select * from lots l where l.tenant_id = $1 and l.item_id = n.item_id and l.lot_no = n.lot_no limit 1) l
                """, wanted.Lots.ToArray(), wanted.LotNumbers.Select(n => n.ItemId).ToArray(), wanted.LotNumbers.Select(n => n.LotNo).ToArray());
        // What is past its expiry holds nothing, whether or not anybody has looked at it since.
        load.Add(db, """
            select item_id, facility_id, location_id, lot_id, sum(open_qty - backordered_qty), sum(backordered_qty) from reservations
            where tenant_id = $1 and item_id = any($2) and open_qty > 0 and (expires_at is null or expires_at > $3)
            group by item_id, facility_id, location_id, lot_id
            """, items, time.GetUtcNow());
        load.Add(db, """
            select item_id, location_id, lot_id, serial_no, sum(qty - fulfilled_qty) from allocations
            where tenant_id = $1 and item_id = any($2) and status = 'active' group by item_id, location_id, lot_id, serial_no
            """, items);
        if (wanted.Sources.Count > 0)
            load.Add(db, """
                select p.source_type, p.source_id, p.action, p.transaction_id, p.ledger_seq
                from unnest($2::text[], $3::text[]) s (type, id)
                cross join lateral (select * from posted_sources p where p.tenant_id = $1 and p.source_type = s.type and p.source_id = s.id offset 0) p
                """, wanted.Sources.Select(s => s.Type).ToArray(), wanted.Sources.Select(s => s.Id).ToArray());
        if (wanted.ReservationExternalIds.Count > 0)
            load.Add(db, "select external_id, id from reservations where tenant_id = $1 and external_id = any($2)", (object)wanted.ReservationExternalIds.ToArray());
        if (wanted.History is { } since)
            load.Add(db, """
                select item_id, location_id, lot_id, serial_no, status_id, effective_at, sum(qty) from ledger_lines
                where tenant_id = $1 and item_id = any($2) and effective_at > $3 and facility_id is not null
                group by item_id, location_id, lot_id, serial_no, status_id, effective_at
                """, items, since);
        CostDesk.Ask(load, db, wanted, items);
    }

    static async Task ReadPagesAsync(NpgsqlDataReader reader, Book book, Wanted wanted, CancellationToken ct, bool isFirst = false)
    {
        if (!isFirst) await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var item = ReadItem(reader);
            var page = book.Items[item.Id] = new ItemPage(item) { Later = wanted.History is null ? null : [] };
            if (!reader.IsDBNull(18)) page.Costs = new CostCard(CostDesk.ReadPool(reader, item.Id), [], null, [], null);
        }

        if (wanted.Facilities.Count > 0)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) ReadFacility(reader, book, 0);
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            book.Locations[reader.GetGuid(0)] = ReadLocation(reader);
            ReadFacility(reader, book, 7);
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ReadFacility(reader, book, 9);
            if (!reader.IsDBNull(14)) ReadLot(reader, book, 14);
            var balance = new Balance
            {
                LocationId = reader.GetGuid(0), LotId = reader.GetGuid(1), SerialNo = reader.GetString(2), StatusId = reader.GetGuid(3),
                FacilityId = reader.GetGuid(4), OnHand = reader.GetDecimal(5), LastMovementAt = reader.GetFieldValue<DateTimeOffset>(6),
                LedgerSeq = reader.GetInt64(7), ItemId = reader.GetGuid(8),
            };
            if (book.Items.TryGetValue(balance.ItemId, out var page)) page.Balances[balance.Key] = balance;
        }

        if (wanted.NamesLots)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) ReadLot(reader, book, 0);
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (!book.Items.TryGetValue(reader.GetGuid(0), out var page)) continue;
            page.Soft[new Pool(reader.GetGuid(0), reader.GetGuid(1), IdOrEmpty(reader, 2), IdOrEmpty(reader, 3))] = reader.GetDecimal(4);
            page.Backordered += reader.GetDecimal(5);
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            if (book.Items.TryGetValue(reader.GetGuid(0), out var page))
                page.Allocated[new StockKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), StockStatus.Available.Id)] =
                    reader.GetDecimal(4);

        if (wanted.Sources.Count > 0)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
                book.Sources[(reader.GetString(0), reader.GetString(1), reader.GetString(2))] = new PostedSource
                {
                    SourceType = reader.GetString(0), SourceId = reader.GetString(1), Action = reader.GetString(2), TransactionId = reader.GetGuid(3),
                    LedgerSeq = reader.GetInt64(4),
                };
        }

        if (wanted.ReservationExternalIds.Count > 0)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct)) book.ReservationsByExternalId[reader.GetString(0)] = reader.GetGuid(1);
        }

        if (wanted.History is not null)
        {
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
                book.Items[reader.GetGuid(0)].Later!.Add((
                    new StockKey(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), reader.GetString(3), reader.GetGuid(4)),
                    reader.GetFieldValue<DateTimeOffset>(5), reader.GetDecimal(6)));
        }

        await CostDesk.ReadAsync(reader, book, wanted, ct);
    }

    // Where stock lies that may be chosen, and where what is held lies that is not there any more.
    async Task LoadPlacesAsync(Book book, CancellationToken ct)
    {
        var places = book.Items.Values.SelectMany(page => page.Balances.Keys.Concat(page.Allocated.Keys).Select(key => key.LocationId))
            .Where(id => !book.Locations.ContainsKey(id)).Distinct().ToArray();
        if (places.Length == 0) return;
        await using var load = new NpgsqlBatch(connection);
        load.Add(db, "select id, facility_id, code, is_active, is_pickable, is_receivable, path_key from locations where tenant_id = $1 and id = any($2)", places);
        await using var reader = await load.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) book.Locations[reader.GetGuid(0)] = ReadLocation(reader);
    }

    /// <summary>Loads the reservations of these items that wait for stock, unless they are on the book already.</summary>
    public async Task LoadBackordersAsync(Book book, IReadOnlyCollection<Guid> items, CancellationToken ct)
    {
        var now = book.Now;
        var waiting = await db.Reservations.Where(r => items.Contains(r.ItemId) && r.OpenQty > 0 && r.BackorderedQty > 0 && (r.ExpiresAt == null || r.ExpiresAt > now))
            .OrderByDescending(r => r.Priority).ThenBy(r => r.NeedBy).ThenBy(r => r.CreatedAt).ThenBy(r => r.Id).Take(MaxBackorders).ToListAsync(ct);
        foreach (var reservation in waiting)
            if (book.Reservations.TryAdd(reservation.Id, reservation)) book.Allocations[reservation.Id] = [];
    }

    /// <summary>Writes down what the commands have changed, what was answered, and what is announced, and commits it in the same round trip.</summary>
    /// <param name="sent">Called before it is sent: from then on it may be committed, unless the server says that it is not.</param>
    public async Task WriteDownAsync(Book book, KeptAnswers kept, Action sent, CancellationToken ct)
    {
        await using var write = new NpgsqlBatch(connection);
        if (book.Posted.Count > 0 || book.ChangedReservations.Count > 0 || book.ChangedAllocations.Count > 0 || book.NewSources.Count > 0
            || book.Transfers.IsChanged || book.Counts.IsChanged || book.ChangingLots.IsChanged || book.IsHeadChanged) AddChanges(write, book);
        GroupedRequest.Keep(write, db, kept);
        foreach (var together in book.Posted.Chunk(MaxTold))
            db.Publish(new LedgerPosted([.. together.Select(p => Book.Announcement(p.Transaction, p.Lines))]), $"{db.CurrentTenant}/ledger",
                together[^1].Transaction.LedgerSeq, together[0].TraceParent);
        foreach (var (message, aggregateId, version, traceParent) in book.Messages) db.Publish(message, aggregateId, version, traceParent);
        sent();
        await db.CommitAsync(write, ct);
    }

    void AddChanges(NpgsqlBatch write, Book book)
    {
        if (book.NewLots.Count > 0) write.AddRows(db, book.NewLots);
        if (book.ChangingLots.IsChanged) write.AddRows(db, book.ChangingLots.Changed, LotDesk.OnConflict);
        if (book.Posted.Count > 0)
        {
            write.AddRows(db, book.Posted.Select(p => p.Transaction));
            write.AddRows(db, book.Posted.SelectMany(p => p.Lines));
            // Always in the order of the key, as every reader of several rows does.
            write.AddRows(db, book.ChangedBalances.Values.OrderBy(b => b.ItemId).ThenBy(b => b.LocationId),
                "on conflict (tenant_id, item_id, location_id, lot_id, serial_no, status_id) do update " +
                "set on_hand = excluded.on_hand, last_movement_at = greatest(balances.last_movement_at, excluded.last_movement_at), ledger_seq = excluded.ledger_seq, " +
                "longest_lag = greatest(balances.longest_lag, excluded.longest_lag)");
            CostDesk.Write(write, db, book);
        }

        if (book.NewSources.Count > 0) write.AddRows(db, book.NewSources);
        if (book.ChangedReservations.Count > 0)
            write.AddRows(db, book.ChangedReservations.Select(id => book.Reservations[id]), """
                on conflict (tenant_id, id) do update set qty = excluded.qty, open_qty = excluded.open_qty, allocated_qty = excluded.allocated_qty,
                    fulfilled_qty = excluded.fulfilled_qty, released_qty = excluded.released_qty, cancelled_qty = excluded.cancelled_qty,
                    expired_qty = excluded.expired_qty, backordered_qty = excluded.backordered_qty, need_by = excluded.need_by,
                    expires_at = excluded.expires_at, priority = excluded.priority, notes = excluded.notes, metadata = excluded.metadata, reason = excluded.reason,
                    status = excluded.status, updated_at = excluded.updated_at, version = excluded.version
                """);
        if (book.ChangedAllocations.Count > 0)
            write.AddRows(db, book.ChangedAllocations.Values,
                "on conflict (tenant_id, id) do update set qty = excluded.qty, fulfilled_qty = excluded.fulfilled_qty, status = excluded.status, updated_at = excluded.updated_at");
        if (book.Transfers.IsChanged)
        {
            write.AddRows(db, book.Transfers.Changed, TransferDesk.OnConflict);
            write.AddRows(db, book.Transfers.Changed.SelectMany(transfer => transfer.NewMovements));
        }

        if (book.Counts.IsChanged)
        {
            write.AddRows(db, book.Counts.Changed, CountDesk.OnConflict);
            write.AddRows(db, book.Counts.Changed.SelectMany(session => session.Lines), CountDesk.OnLineConflict);
        }

        write.Add(db, "update ledger_heads set last_seq = $2, last_hash = $3, last_posted_at = $4, closed_through = $5, last_reservation_no = $6 where tenant_id = $1",
            book.Head.LastSeq, book.Head.LastHash, book.Head.LastPostedAt, (object?)book.Head.ClosedThrough ?? DBNull.Value, book.Head.LastReservationNo);
    }

    async Task ExecuteAsync(string sql, CancellationToken ct, params IReadOnlyList<NpgsqlParameter> parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(ct);
    }

    static Guid IdOrEmpty(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? Guid.Empty : reader.GetGuid(column);

    static Location ReadLocation(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0), FacilityId = reader.GetGuid(1), Code = reader.GetString(2), Type = "", IsActive = reader.GetBoolean(3),
        IsPickable = reader.GetBoolean(4), IsReceivable = reader.GetBoolean(5), PathKey = reader.GetString(6), CreatedAt = default, UpdatedAt = default,
    };

    static void ReadFacility(NpgsqlDataReader reader, Book book, int column)
    {
        var id = reader.GetGuid(column);
        if (book.Facilities.ContainsKey(id)) return;
        book.Facilities[id] = new Facility
        {
            Id = id, Code = reader.GetString(column + 1), Name = "", Type = "", TimeZone = reader.GetString(column + 2), IsActive = reader.GetBoolean(column + 3),
            AllowNegative = reader.GetBoolean(column + 4), CreatedBy = "", CreatedAt = default, UpdatedAt = default,
        };
    }

    static void ReadLot(NpgsqlDataReader reader, Book book, int column)
    {
        var id = reader.GetGuid(column);
        if (book.Lots.ContainsKey(id)) return;
        var lot = new Lot
        {
            Id = id, ItemId = reader.GetGuid(column + 1), LotNo = reader.GetString(column + 2),
            ExpiryDate = reader.IsDBNull(column + 3) ? null : reader.GetFieldValue<DateOnly>(column + 3),
            ReceivedAt = reader.GetFieldValue<DateTimeOffset>(column + 4), Status = reader.GetString(column + 5), CreatedAt = default, UpdatedAt = default,
        };
        (book.Lots[id], book.LotsByNumber[(lot.ItemId, lot.LotNo)]) = (lot, lot);
    }

    static Item ReadItem(NpgsqlDataReader reader)
    {
        var item = new Item { Id = reader.GetGuid(0) };
        item.Follow(new ItemChanged(reader.GetGuid(0), reader.GetInt64(15), reader.GetString(1), reader.GetString(2), reader.GetString(14),
            reader.GetGuid(3), reader.GetString(4), reader.GetInt32(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetBoolean(9),
            reader.IsDBNull(16) ? null : reader.GetString(16), reader.IsDBNull(17) ? null : reader.GetDecimal(17),
            reader.IsDBNull(10) ? null : reader.GetString(10), reader.GetString(11), null, reader.IsDBNull(12) ? null : reader.GetInt32(12), null, null, null,
            JsonSerializer.Deserialize<List<ItemConversion>>(reader.GetString(13), JsonSerializerOptions.Web)!, default));
        return item;
    }
}
