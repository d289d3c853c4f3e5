using Npgsql;

namespace Atlas.Inventory.Balances;

/// <summary>
/// What balances were at a time, as it was known at a time. Each line of the ledger has the sum that it came to, so what was known by then
/// is in the last line posted by then, however many there are; only what was posted later and took effect before is added.
/// </summary>
/// <remarks>
/// By hand, so that every step is one walk down an index, also under row-level security: that lets only comparisons of plain columns
/// reach an index, which is why what is computed stands behind <c>offset 0</c>, and why there is a <c>case</c> where others write <c>coalesce</c>.
/// </remarks>
sealed class History
{
    /// <summary>Counting goes this far: each balance is looked up.</summary>
    public const int MaxCount = 1_000;

    readonly string tenant;
    readonly string asOf;
    readonly string postedBy;
    readonly string knownAt;

    public History(SqlQuery sql, string tenant, DateTimeOffset asOf, DateTimeOffset? knownAt)
    {
        this.tenant = tenant;
        this.asOf = sql.Value(asOf);
        postedBy = sql.Value(knownAt < asOf ? knownAt : asOf);
        this.knownAt = knownAt is { } known ? sql.Value(known) : "'infinity'::timestamptz";
    }

    /// <summary>Lets the plan serve for any time: to look at all partitions anew each time would cost more than the answer.</summary>
    public static async Task PlanOnceAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var set = new NpgsqlCommand("select set_config('plan_cache_mode', 'force_generic_plan', true)", connection);
        await set.ExecuteNonQueryAsync(ct);
    }

    /// <summary>SQL for the balances that fit the conditions, as they were; in the order of their key.</summary>
    /// <param name="conditions">On columns of <c>balances b</c> that do not change.</param>
    /// <param name="includesZero">Also those of which nothing was left. Never those that had not moved yet.</param>
    public string OfBalances(string conditions, bool includesZero)
    {
        const string Same = "l.tenant_id = b.tenant_id and l.item_id = b.item_id and l.location_id = b.location_id and l.lot_id = b.lot_id "
            + "and l.serial_no = b.serial_no and l.status_id = b.status_id";
        return $"""
            select b.tenant_id, b.item_id, b.facility_id, b.location_id, b.lot_id, b.serial_no, b.status_id, coalesce(w.running_qty, 0) + coalesce(d.qty, 0) as on_hand,
                   greatest(w.effective_at, d.effective_at) as last_movement_at, greatest(w.ledger_seq, d.ledger_seq) as ledger_seq
            from (select b.*, {Until("b")} as until from balances b where b.tenant_id = {tenant}{conditions}
                  order by b.item_id, b.location_id, b.lot_id, b.serial_no, b.status_id offset 0) b
            left join lateral ({Last("l.running_qty, l.effective_at, l.ledger_seq", "b", Same)}) w on true
            left join lateral ({Since("sum(l.qty)", "b", Same)}) d on true
            where (w.ledger_seq is not null or d.ledger_seq is not null){(includesZero ? "" : " and coalesce(w.running_qty, 0) + coalesce(d.qty, 0) <> 0")}
            """;
    }

    /// <summary>SQL for what all of the stock of these items was worth: <c>tenant_id</c>, <c>item_id</c>, <c>qty</c>, <c>value</c> and <c>currency</c>.</summary>
    /// <param name="items">A table with a column <c>item_id</c>.</param>
    public string OfPools(string items)
    {
        const string Same = "l.tenant_id = p.tenant_id and l.item_id = p.item_id and l.facility_id is null";
        return $"""
            select p.tenant_id, p.item_id, p.currency, coalesce(w.running_qty, 0) - coalesce(d.qty, 0) as qty, coalesce(w.running_value, 0) - coalesce(d.value, 0) as value
            from (select p.*, {Until("p")} as until from cost_pools p where p.tenant_id = {tenant} and p.item_id in (select item_id from {items}) offset 0) p
            left join lateral ({Last("l.running_qty, l.running_value, l.effective_at, l.ledger_seq", "p", Same)}) w on true
            left join lateral ({Since("sum(l.qty)", "p", Same, "sum(l.value)")}) d on true
            where w.ledger_seq is not null or d.ledger_seq is not null
            """;
    }

    // What took effect by then was posted by then, but for the longest time that news of it ever took.
    string Until(string table) => $"least({knownAt}, {asOf} + {table}.longest_lag * interval '1 microsecond')";

    string Last(string columns, string table, string same) => $"""
        select {columns} from ledger_lines l where l.running_key = {table}.running_key and {same} and l.posted_at <= {postedBy}
        order by l.posted_at desc, l.ledger_seq desc limit 1
        """;

    // Since the last movement known by then: what moved later is posted later than it moved, so it is among these.
    string Since(string qty, string table, string same, string? value = null)
    {
        var after = $"filter (where l.posted_at > {postedBy})";
        return $"""
            select {qty} {after} as qty, {(value is null ? "" : $"{value} {after} as value, ")}max(l.effective_at) as effective_at, max(l.ledger_seq) {after} as ledger_seq
            from ledger_lines l where l.running_key = {table}.running_key and {same} and l.posted_at >= case when w.effective_at is null then {postedBy} else w.effective_at end
              and l.posted_at <= {table}.until and l.effective_at <= {asOf}
            """;
    }
}
