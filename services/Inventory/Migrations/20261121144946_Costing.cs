using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class Costing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "corrects_line_no",
                table: "ledger_lines",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "corrects_seq",
                table: "ledger_lines",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "cost_layer_uses",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    layer_seq = table.Column<long>(type: "bigint", nullable: false),
                    layer_line_no = table.Column<int>(type: "integer", nullable: false),
                    effective_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cost_layer_uses", x => new { x.tenant_id, x.item_id, x.ledger_seq, x.line_no, x.layer_seq, x.layer_line_no });
                });

            migrationBuilder.CreateTable(
                name: "cost_layers",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    effective_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    value = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    remaining_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    remaining_value = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cost_layers", x => new { x.tenant_id, x.item_id, x.ledger_seq, x.line_no });
                });

            migrationBuilder.CreateTable(
                name: "cost_pools",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: true),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    value = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    base_value = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    last_unit_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_cost_pools", x => new { x.tenant_id, x.item_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_lines_tenant_id_corrects_seq",
                table: "ledger_lines",
                columns: new[] { "tenant_id", "corrects_seq" },
                filter: "corrects_seq is not null");

            migrationBuilder.CreateIndex(
                name: "IX_cost_layer_uses_tenant_id_item_id_effective_at",
                table: "cost_layer_uses",
                columns: new[] { "tenant_id", "item_id", "effective_at" });

            migrationBuilder.CreateIndex(
                name: "IX_cost_layers_tenant_id_item_id_effective_at_ledger_seq_line_~",
                table: "cost_layers",
                columns: new[] { "tenant_id", "item_id", "effective_at", "ledger_seq", "line_no" },
                filter: "remaining_qty > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cost_layer_uses");

            migrationBuilder.DropTable(
                name: "cost_layers");

            migrationBuilder.DropTable(
                name: "cost_pools");

            migrationBuilder.DropIndex(
                name: "IX_ledger_lines_tenant_id_corrects_seq",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "corrects_line_no",
                table: "ledger_lines");

            migrationBuilder.DropColumn(
                name: "corrects_seq",
                table: "ledger_lines");
        }
    }
}
