using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class Policies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "reorder_policies",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_type = table.Column<string>(type: "text", nullable: false),
                    min_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    max_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    safety_stock_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    reorder_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    multiple_of = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    min_order_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    lead_time_days = table.Column<int>(type: "integer", nullable: false),
                    review_period_days = table.Column<int>(type: "integer", nullable: true),
                    source = table.Column<string>(type: "text", nullable: false),
                    preferred_supplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source_facility_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    floor_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reorder_policies", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_reorder_policies_tenant_id_created_at_id",
                table: "reorder_policies",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_reorder_policies_tenant_id_item_id_facility_id",
                table: "reorder_policies",
                columns: new[] { "tenant_id", "item_id", "facility_id" },
                unique: true,
                filter: "is_active");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reorder_policies");
        }
    }
}
