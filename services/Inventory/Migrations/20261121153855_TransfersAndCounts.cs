using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class TransfersAndCounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "count_sessions",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_no = table.Column<string>(type: "text", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    include_children = table.Column<bool>(type: "boolean", nullable: false),
                    item_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    include_zero = table.Column<bool>(type: "boolean", nullable: false),
                    blind = table.Column<bool>(type: "boolean", nullable: false),
                    tolerance_pct = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    assignee = table.Column<string>(type: "text", nullable: true),
                    scheduled_for = table.Column<DateOnly>(type: "date", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    snapshot_seq = table.Column<long>(type: "bigint", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    line_count = table.Column<int>(type: "integer", nullable: false),
                    counted_count = table.Column<int>(type: "integer", nullable: false),
                    variance_count = table.Column<int>(type: "integer", nullable: false),
                    is_within_tolerance = table.Column<bool>(type: "boolean", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    posted_seq = table.Column<long>(type: "bigint", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_by = table.Column<string>(type: "text", nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    submitted_by = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    posted_by = table.Column<string>(type: "text", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_by = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_count_sessions", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "document_numbers",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    prefix = table.Column<string>(type: "text", nullable: false),
                    last_no = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_numbers", x => new { x.tenant_id, x.prefix });
                });

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transfer_no = table.Column<string>(type: "text", nullable: false),
                    from_facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    requested_ship_date = table.Column<DateOnly>(type: "date", nullable: true),
                    expected_arrival = table.Column<DateOnly>(type: "date", nullable: true),
                    carrier = table.Column<string>(type: "text", nullable: true),
                    tracking_no = table.Column<string>(type: "text", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    shipped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    shipped_by = table.Column<string>(type: "text", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received_by = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "text", nullable: true),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cancelled_by = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfers", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "count_lines",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expected_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    counted_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    counted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    counted_seq = table.Column<long>(type: "bigint", nullable: true),
                    counted_by = table.Column<string>(type: "text", nullable: true),
                    attempt = table.Column<int>(type: "integer", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_count_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_count_lines_count_sessions_tenant_id_session_id",
                        columns: x => new { x.tenant_id, x.session_id },
                        principalTable: "count_sessions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "transfer_lines",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    transfer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    to_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfer_lines", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_transfer_lines_transfers_tenant_id_transfer_id",
                        columns: x => new { x.tenant_id, x.transfer_id },
                        principalTable: "transfers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "transfer_movements",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    transfer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    nr = table.Column<int>(type: "integer", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    carrier = table.Column<string>(type: "text", nullable: true),
                    tracking_no = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_transfer_movements", x => new { x.tenant_id, x.transfer_id, x.nr });
                    table.ForeignKey(
                        name: "FK_transfer_movements_transfers_tenant_id_transfer_id",
                        columns: x => new { x.tenant_id, x.transfer_id },
                        principalTable: "transfers",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_count_lines_tenant_id_item_id_location_id_counted_at",
                table: "count_lines",
                columns: new[] { "tenant_id", "item_id", "location_id", "counted_at" },
                filter: "counted_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_count_lines_tenant_id_session_id_item_id_location_id_lot_id~",
                table: "count_lines",
                columns: new[] { "tenant_id", "session_id", "item_id", "location_id", "lot_id", "serial_no", "status_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_count_lines_tenant_id_session_id_line_no",
                table: "count_lines",
                columns: new[] { "tenant_id", "session_id", "line_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_count_sessions_tenant_id_created_at_id",
                table: "count_sessions",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_count_sessions_tenant_id_session_no",
                table: "count_sessions",
                columns: new[] { "tenant_id", "session_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_transfer_lines_tenant_id_item_id",
                table: "transfer_lines",
                columns: new[] { "tenant_id", "item_id" });

            migrationBuilder.CreateIndex(
                name: "IX_transfer_lines_tenant_id_transfer_id",
                table: "transfer_lines",
                columns: new[] { "tenant_id", "transfer_id" });

            migrationBuilder.CreateIndex(
                name: "IX_transfers_tenant_id_created_at_id",
                table: "transfers",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_transfers_tenant_id_to_facility_id",
                table: "transfers",
                columns: new[] { "tenant_id", "to_facility_id" },
                filter: "status in ('approved', 'in_transit', 'partially_received')");

            migrationBuilder.CreateIndex(
                name: "IX_transfers_tenant_id_transfer_no",
                table: "transfers",
                columns: new[] { "tenant_id", "transfer_no" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "count_lines");

            migrationBuilder.DropTable(
                name: "document_numbers");

            migrationBuilder.DropTable(
                name: "transfer_lines");

            migrationBuilder.DropTable(
                name: "transfer_movements");

            migrationBuilder.DropTable(
                name: "count_sessions");

            migrationBuilder.DropTable(
                name: "transfers");
        }
    }
}
