using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Production.Migrations
{
    /// <inheritdoc />
    public partial class BomsAndWorkOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "boms",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bom_no = table.Column<string>(type: "text", nullable: false),
                    version_no = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    revision = table.Column<string>(type: "text", nullable: true),
                    output_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    output_uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    output_uom_code = table.Column<string>(type: "text", nullable: false),
                    output_uom_numerator = table.Column<long>(type: "bigint", nullable: false),
                    output_uom_denominator = table.Column<long>(type: "bigint", nullable: false),
                    effective_from = table.Column<DateOnly>(type: "date", nullable: true),
                    effective_to = table.Column<DateOnly>(type: "date", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    by_products = table.Column<string>(type: "jsonb", nullable: false),
                    activation = table.Column<string>(type: "jsonb", nullable: true),
                    archival = table.Column<string>(type: "jsonb", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_boms", x => new { x.tenant_id, x.id });
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
                name: "items",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    item_kind = table.Column<string>(type: "text", nullable: false),
                    base_uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    base_uom_code = table.Column<string>(type: "text", nullable: false),
                    base_uom_decimals = table.Column<int>(type: "integer", nullable: false),
                    lot_tracking = table.Column<string>(type: "text", nullable: false),
                    serial_tracking = table.Column<string>(type: "text", nullable: false),
                    expiry_tracking = table.Column<string>(type: "text", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    default_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    conversions = table.Column<string>(type: "jsonb", nullable: false),
                    item_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "work_orders",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    work_order_no = table.Column<string>(type: "text", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    bom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uom_code = table.Column<string>(type: "text", nullable: false),
                    uom_numerator = table.Column<long>(type: "bigint", nullable: false),
                    uom_denominator = table.Column<long>(type: "bigint", nullable: false),
                    base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    output_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    planned_start = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    planned_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    consumption_policy = table.Column<string>(type: "text", nullable: false),
                    over_completion_pct = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    demand_type = table.Column<string>(type: "text", nullable: true),
                    demand_id = table.Column<string>(type: "text", nullable: true),
                    batch_id = table.Column<string>(type: "text", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    status_before_hold = table.Column<string>(type: "text", nullable: true),
                    completed_base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    scrapped_base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    pending = table.Column<string>(type: "jsonb", nullable: true),
                    refusal = table.Column<string>(type: "jsonb", nullable: true),
                    action_no = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: true),
                    material_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    operation_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    output_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    by_product_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    scrap_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    by_products = table.Column<string>(type: "jsonb", nullable: false),
                    release = table.Column<string>(type: "jsonb", nullable: true),
                    start = table.Column<string>(type: "jsonb", nullable: true),
                    completion = table.Column<string>(type: "jsonb", nullable: true),
                    hold = table.Column<string>(type: "jsonb", nullable: true),
                    cancellation = table.Column<string>(type: "jsonb", nullable: true),
                    closure = table.Column<string>(type: "jsonb", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_orders", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "bom_components",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uom_code = table.Column<string>(type: "text", nullable: false),
                    uom_numerator = table.Column<long>(type: "bigint", nullable: false),
                    uom_denominator = table.Column<long>(type: "bigint", nullable: false),
                    scrap_pct = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    is_phantom = table.Column<bool>(type: "boolean", nullable: false),
                    issue_method = table.Column<string>(type: "text", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    operation_seq = table.Column<int>(type: "integer", nullable: true),
                    notes = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bom_components", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_bom_components_boms_tenant_id_bom_id",
                        columns: x => new { x.tenant_id, x.bom_id },
                        principalTable: "boms",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "work_order_postings",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    work_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    no = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    scrap_base_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    is_final = table.Column<bool>(type: "boolean", nullable: false),
                    scraps_wip = table.Column<bool>(type: "boolean", nullable: false),
                    lot_no = table.Column<string>(type: "text", nullable: true),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    expiry_date = table.Column<DateOnly>(type: "date", nullable: true),
                    serial_nos = table.Column<string>(type: "jsonb", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    operation_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    uses = table.Column<string>(type: "jsonb", nullable: false),
                    by_products = table.Column<string>(type: "jsonb", nullable: false),
                    warnings = table.Column<string>(type: "jsonb", nullable: false),
                    step = table.Column<string>(type: "jsonb", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: true),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    material_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    output_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    by_product_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    scrap_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    reversal = table.Column<string>(type: "jsonb", nullable: true),
                    reversal_transaction_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_order_postings", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_work_order_postings_work_orders_tenant_id_work_order_id",
                        columns: x => new { x.tenant_id, x.work_order_id },
                        principalTable: "work_orders",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "work_order_requirements",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    work_order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_no = table.Column<int>(type: "integer", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    uom_code = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    is_manual = table.Column<bool>(type: "boolean", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    per_unit = table.Column<string>(type: "text", nullable: false),
                    net_per_unit = table.Column<string>(type: "text", nullable: false),
                    required_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reservation_version = table.Column<long>(type: "bigint", nullable: false),
                    reservation_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    told_fulfilled_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    taken_from_reservation_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    backordered_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    told_allocated_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    issued_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    consumed_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    variance_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    scrapped_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    wip = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_work_order_requirements", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_work_order_requirements_work_orders_tenant_id_work_order_id",
                        columns: x => new { x.tenant_id, x.work_order_id },
                        principalTable: "work_orders",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_bom_components_tenant_id_bom_id_line_no",
                table: "bom_components",
                columns: new[] { "tenant_id", "bom_id", "line_no" });

            migrationBuilder.CreateIndex(
                name: "IX_bom_components_tenant_id_item_id",
                table: "bom_components",
                columns: new[] { "tenant_id", "item_id" });

            migrationBuilder.CreateIndex(
                name: "IX_boms_tenant_id_bom_no_version_no",
                table: "boms",
                columns: new[] { "tenant_id", "bom_no", "version_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_boms_tenant_id_created_at_id",
                table: "boms",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_boms_tenant_id_item_id_status",
                table: "boms",
                columns: new[] { "tenant_id", "item_id", "status" });

            migrationBuilder.CreateIndex(
                name: "IX_boms_tenant_id_updated_at",
                table: "boms",
                columns: new[] { "tenant_id", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_work_order_postings_tenant_id_work_order_id_no",
                table: "work_order_postings",
                columns: new[] { "tenant_id", "work_order_id", "no" });

            migrationBuilder.CreateIndex(
                name: "IX_work_order_requirements_tenant_id_work_order_id_line_no",
                table: "work_order_requirements",
                columns: new[] { "tenant_id", "work_order_id", "line_no" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_batch_id",
                table: "work_orders",
                columns: new[] { "tenant_id", "batch_id" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_bom_id",
                table: "work_orders",
                columns: new[] { "tenant_id", "bom_id" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_created_at_id",
                table: "work_orders",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_item_id",
                table: "work_orders",
                columns: new[] { "tenant_id", "item_id" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_updated_at",
                table: "work_orders",
                columns: new[] { "tenant_id", "updated_at" });

            migrationBuilder.CreateIndex(
                name: "IX_work_orders_tenant_id_work_order_no",
                table: "work_orders",
                columns: new[] { "tenant_id", "work_order_no" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bom_components");

            migrationBuilder.DropTable(
                name: "document_numbers");

            migrationBuilder.DropTable(
                name: "items");

            migrationBuilder.DropTable(
                name: "work_order_postings");

            migrationBuilder.DropTable(
                name: "work_order_requirements");

            migrationBuilder.DropTable(
                name: "boms");

            migrationBuilder.DropTable(
                name: "work_orders");
        }
    }
}
