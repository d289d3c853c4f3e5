using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class RunningTotals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                create function stock_key(tenant text, item uuid, location uuid, lot uuid, serial text, status uuid) returns bigint
                language sql immutable parallel safe return
                    uuid_hash_extended(item, uuid_hash_extended(location, uuid_hash_extended(lot, hashtextextended(serial, uuid_hash_extended(status, hashtextextended(tenant, 0))))));
                create function pool_key(tenant text, item uuid) returns bigint
                language sql immutable parallel safe return uuid_hash_extended(item, hashtextextended(tenant, 1));
                """);

            migrationBuilder.AddColumn<decimal>(
                name: "running_qty",
                table: "ledger_lines",
                type: "numeric(19,6)",
                precision: 19,
                scale: 6,
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "running_value",
                table: "ledger_lines",
                type: "numeric(19,6)",
                precision: 19,
                scale: 6,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "longest_lag",
                table: "cost_pools",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "longest_lag",
                table: "balances",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "running_key",
                table: "ledger_lines",
                type: "bigint",
                nullable: true,
                computedColumnSql: "case when facility_id is not null then stock_key(tenant_id, item_id, location_id, lot_id, serial_no, status_id) when location_id <> '00000000-0000-0000-8000-000000000206' then pool_key(tenant_id, item_id) end",
                stored: true);

            migrationBuilder.AddColumn<long>(
                name: "running_key",
                table: "cost_pools",
                type: "bigint",
                nullable: false,
                computedColumnSql: "pool_key(tenant_id, item_id)",
                stored: true);

            migrationBuilder.AddColumn<long>(
                name: "running_key",
                table: "balances",
                type: "bigint",
                nullable: false,
                computedColumnSql: "stock_key(tenant_id, item_id, location_id, lot_id, serial_no, status_id)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_lines_running_key_posted_at_ledger_seq",
                table: "ledger_lines",
                columns: new[] { "running_key", "posted_at", "ledger_seq" },
                filter: "running_key is not null");

            // What was posted before says what it came to, too.
            migrationBuilder.Sql("""
                update ledger_lines l set running_qty = r.qty from (
                    select tenant_id, ledger_seq, line_no, posted_at,
                           sum(qty) over (partition by tenant_id, item_id, location_id, lot_id, serial_no, status_id order by ledger_seq) as qty
                    from ledger_lines where facility_id is not null) r
                where (l.tenant_id, l.ledger_seq, l.line_no, l.posted_at) = (r.tenant_id, r.ledger_seq, r.line_no, r.posted_at);
                update ledger_lines l set running_qty = r.qty, running_value = r.value from (
                    select tenant_id, ledger_seq, line_no, posted_at, -sum(qty) over item as qty, -sum(coalesce(value, 0)) over item as value
                    from ledger_lines where facility_id is null and location_id <> '00000000-0000-0000-8000-000000000206'
                    window item as (partition by tenant_id, item_id order by ledger_seq)) r
                where (l.tenant_id, l.ledger_seq, l.line_no, l.posted_at) = (r.tenant_id, r.ledger_seq, r.line_no, r.posted_at);
                update balances b set longest_lag = l.lag from (
                    select tenant_id, running_key, extract(epoch from max(posted_at - effective_at)) * 1000000 as lag from ledger_lines
                    where facility_id is not null group by tenant_id, running_key) l
                where b.tenant_id = l.tenant_id and b.running_key = l.running_key;
                update cost_pools p set longest_lag = l.lag from (
                    select tenant_id, running_key, extract(epoch from max(posted_at - effective_at)) * 1000000 as lag from ledger_lines
                    where facility_id is null group by tenant_id, running_key) l
                where p.tenant_id = l.tenant_id and p.running_key = l.running_key;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ledger_lines_running_key_posted_at_ledger_seq",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "running_key",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "running_key",
                table: "cost_pools");

            migrationBuilder.DropColumn(
                name: "running_key",
                table: "balances");

            migrationBuilder.DropColumn(
                name: "running_qty",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "running_value",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "longest_lag",
                table: "cost_pools");

            migrationBuilder.DropColumn(
                name: "longest_lag",
                table: "balances");

            migrationBuilder.Sql("drop function stock_key(text, uuid, uuid, uuid, text, uuid); drop function pool_key(text, uuid)");
        }
    }
}
