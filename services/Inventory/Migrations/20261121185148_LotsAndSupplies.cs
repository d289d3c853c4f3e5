using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class LotsAndSupplies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "transfers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "transfers",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "reservations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "reservations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "reorder_policies",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "reorder_policies",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "attributes",
                table: "lots",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "created_by",
                table: "lots",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "lots",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "lots",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "created_by",
                table: "locations",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "locations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "locations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "facilities",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "count_sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "external_id",
                table: "count_sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "metadata",
                table: "count_sessions",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<decimal>(
                name: "variance_value",
                table: "count_sessions",
                type: "numeric(19,6)",
                precision: 19,
                scale: 6,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "expected_supplies",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    source_type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_no = table.Column<string>(type: "text", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_expected_supplies", x => new { x.tenant_id, x.source_type, x.source_id });
                });

            migrationBuilder.CreateTable(
                name: "expected_supply_lines",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    source_type = table.Column<string>(type: "character varying(32)", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    expected_date = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_expected_supply_lines", x => new { x.tenant_id, x.source_type, x.source_id, x.line_id });
                    table.ForeignKey(
                        name: "FK_expected_supply_lines_expected_supplies_tenant_id_source_ty~",
                        columns: x => new { x.tenant_id, x.source_type, x.source_id },
                        principalTable: "expected_supplies",
                        principalColumns: new[] { "tenant_id", "source_type", "source_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_transfers_tenant_id_external_id",
                table: "transfers",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_reservations_tenant_id_external_id",
                table: "reservations",
                columns: new[] { "tenant_id", "external_id" },
                unique: true,
                filter: "external_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_reorder_policies_tenant_id_external_id",
                table: "reorder_policies",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_lots_tenant_id_external_id",
                table: "lots",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_locations_tenant_id_external_id",
                table: "locations",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ledger_lines_tenant_id_lot_id",
                table: "ledger_lines",
                columns: new[] { "tenant_id", "lot_id" },
                filter: "lot_id <> '00000000-0000-0000-0000-000000000000'");

            migrationBuilder.CreateIndex(
                name: "IX_count_sessions_tenant_id_external_id",
                table: "count_sessions",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_expected_supply_lines_tenant_id_item_id_facility_id",
                table: "expected_supply_lines",
                columns: new[] { "tenant_id", "item_id", "facility_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "expected_supply_lines");

            migrationBuilder.DropTable(
                name: "expected_supplies");

            migrationBuilder.DropIndex(
                name: "IX_transfers_tenant_id_external_id",
                table: "transfers");

            migrationBuilder.DropIndex(
                name: "IX_reservations_tenant_id_external_id",
                table: "reservations");

            migrationBuilder.DropIndex(
                name: "IX_reorder_policies_tenant_id_external_id",
                table: "reorder_policies");

            migrationBuilder.DropIndex(
                name: "IX_lots_tenant_id_external_id",
                table: "lots");

            migrationBuilder.DropIndex(
                name: "IX_locations_tenant_id_external_id",
                table: "locations");

            migrationBuilder.DropIndex(
                name: "IX_ledger_lines_tenant_id_lot_id",
                table: "ledger_lines");

            migrationBuilder.DropIndex(
                name: "IX_count_sessions_tenant_id_external_id",
                table: "count_sessions");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "transfers");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "reservations");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "reorder_policies");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "reorder_policies");

            migrationBuilder.DropColumn(
                name: "attributes",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "created_by",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "lots");

            migrationBuilder.DropColumn(
                name: "created_by",
                table: "locations");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "locations");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "locations");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "facilities");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "count_sessions");

            migrationBuilder.DropColumn(
                name: "external_id",
                table: "count_sessions");

            migrationBuilder.DropColumn(
                name: "metadata",
                table: "count_sessions");

            migrationBuilder.DropColumn(
                name: "variance_value",
                table: "count_sessions");
        }
    }
}
