using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Procurement.Migrations
{
    /// <inheritdoc />
    public partial class SupplierReturns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "settings",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "pending_return_base_qty",
                table: "receipt_lines",
                type: "numeric(19,6)",
                precision: 19,
                scale: 6,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<decimal>(
                name: "returned_base_qty",
                table: "receipt_lines",
                type: "numeric(19,6)",
                precision: 19,
                scale: 6,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.CreateTable(
                name: "supplier_returns",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    return_no = table.Column<string>(type: "text", nullable: false),
                    purchase_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_reference = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    shipped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    carrier = table.Column<string>(type: "text", nullable: true),
                    tracking_no = table.Column<string>(type: "text", nullable: true),
                    shipping_no = table.Column<int>(type: "integer", nullable: false),
                    error_code = table.Column<string>(type: "text", nullable: true),
                    error_message = table.Column<string>(type: "text", nullable: true),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: true),
                    shipment = table.Column<string>(type: "jsonb", nullable: true),
                    closing = table.Column<string>(type: "jsonb", nullable: true),
                    cancellation = table.Column<string>(type: "jsonb", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_supplier_returns", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "supplier_return_lines",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_return_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    receipt_id = table.Column<Guid>(type: "uuid", nullable: false),
                    receipt_line_no = table.Column<int>(type: "integer", nullable: false),
                    purchase_order_line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uom_code = table.Column<string>(type: "text", nullable: false),
                    base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lot_no = table.Column<string>(type: "text", nullable: true),
                    serial_nos = table.Column<string>(type: "jsonb", nullable: false),
                    status_id = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_supplier_return_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_supplier_return_lines_supplier_returns_tenant_id_supplier_r~",
                        columns: x => new { x.tenant_id, x.supplier_return_id },
                        principalTable: "supplier_returns",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_return_lines_tenant_id_receipt_id",
                table: "supplier_return_lines",
                columns: new[] { "tenant_id", "receipt_id" });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_return_lines_tenant_id_supplier_return_id_line_no",
                table: "supplier_return_lines",
                columns: new[] { "tenant_id", "supplier_return_id", "line_no" });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_returns_tenant_id_created_at_id",
                table: "supplier_returns",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_returns_tenant_id_purchase_order_id",
                table: "supplier_returns",
                columns: new[] { "tenant_id", "purchase_order_id" });

            migrationBuilder.CreateIndex(
                name: "IX_supplier_returns_tenant_id_return_no",
                table: "supplier_returns",
                columns: new[] { "tenant_id", "return_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_supplier_returns_tenant_id_updated_at",
                table: "supplier_returns",
                columns: new[] { "tenant_id", "updated_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "supplier_return_lines");

            migrationBuilder.DropTable(
                name: "supplier_returns");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "settings");

            migrationBuilder.DropColumn(
                name: "pending_return_base_qty",
                table: "receipt_lines");

            migrationBuilder.DropColumn(
                name: "returned_base_qty",
                table: "receipt_lines");
        }
    }
}
