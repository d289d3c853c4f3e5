using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class CheaperKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ledger_transactions_tenant_id_source_type_source_id",
                table: "ledger_transactions");

            // What they hold stays; from now on the insert makes it.
            migrationBuilder.Sql("""
                alter table ledger_lines alter column running_key drop expression;
                alter table balances alter column running_key drop expression;
                alter table cost_pools alter column running_key drop expression;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_source_type_source_id",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "source_type", "source_id" },
                filter: "source_type is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ledger_transactions_tenant_id_source_type_source_id",
                table: "ledger_transactions");

            migrationBuilder.Sql("""
                alter table ledger_lines drop column running_key;
                alter table ledger_lines add column running_key bigint generated always as (
                    case when facility_id is not null then stock_key(tenant_id, item_id, location_id, lot_id, serial_no, status_id)
                         when location_id <> '00000000-0000-0000-8000-000000000206' then pool_key(tenant_id, item_id) end) stored;
                create index "IX_ledger_lines_running_key_posted_at_ledger_seq" on ledger_lines (running_key, posted_at, ledger_seq) where running_key is not null;
                alter table balances drop column running_key;
                alter table balances add column running_key bigint not null generated always as (stock_key(tenant_id, item_id, location_id, lot_id, serial_no, status_id)) stored;
                alter table cost_pools drop column running_key;
                alter table cost_pools add column running_key bigint not null generated always as (pool_key(tenant_id, item_id)) stored;
                """);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_source_type_source_id",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "source_type", "source_id" });
        }
    }
}
