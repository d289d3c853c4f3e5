using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Atlas.Catalog.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:btree_gin", ",,")
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "idempotency",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    credential = table.Column<string>(type: "text", nullable: false),
                    method = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    e_tag = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotency", x => new { x.tenant_id, x.credential, x.method, x.path, x.key });
                });

            migrationBuilder.CreateTable(
                name: "inbox",
                columns: table => new
                {
                    consumer = table.Column<string>(type: "text", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.consumer, x.message_id });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    part = table.Column<short>(type: "smallint", nullable: false),
                    aggregate_id = table.Column<string>(type: "text", nullable: false),
                    aggregate_version = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    available_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    died_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "started_tenants",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_started_tenants", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "uoms",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    code_key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    dimension = table.Column<string>(type: "text", nullable: false),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    numerator = table.Column<long>(type: "bigint", nullable: true),
                    denominator = table.Column<long>(type: "bigint", nullable: true),
                    is_base = table.Column<bool>(type: "boolean", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_uoms", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "items",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_no = table.Column<string>(type: "text", nullable: false),
                    item_no_key = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    item_kind = table.Column<string>(type: "text", nullable: false),
                    base_uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_tracking = table.Column<string>(type: "text", nullable: false),
                    serial_tracking = table.Column<string>(type: "text", nullable: false),
                    expiry_tracking = table.Column<string>(type: "text", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    category_id = table.Column<Guid>(type: "uuid", nullable: true),
                    purchase_uom_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sales_uom_id = table.Column<Guid>(type: "uuid", nullable: true),
                    costing_method = table.Column<string>(type: "text", nullable: true),
                    standard_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    negative_stock_policy = table.Column<string>(type: "text", nullable: false),
                    over_receipt_tolerance_pct = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    min_shelf_life_days = table.Column<int>(type: "integer", nullable: true),
                    shelf_life_days = table.Column<int>(type: "integer", nullable: true),
                    default_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    default_receipt_status_id = table.Column<Guid>(type: "uuid", nullable: true),
                    hs_code = table.Column<string>(type: "text", nullable: true),
                    country_code_of_origin = table.Column<string>(type: "text", nullable: true),
                    weight = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    weight_uom = table.Column<string>(type: "text", nullable: true),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    has_stock_history = table.Column<bool>(type: "boolean", nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "FK_items_uoms_tenant_id_base_uom_id",
                        columns: x => new { x.tenant_id, x.base_uom_id },
                        principalTable: "uoms",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "item_attributes",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    value_key = table.Column<string>(type: "text", nullable: false),
                    uom_code = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_attributes", x => new { x.tenant_id, x.item_id, x.key, x.position });
                    table.ForeignKey(
                        name: "FK_item_attributes_items_tenant_id_item_id",
                        columns: x => new { x.tenant_id, x.item_id },
                        principalTable: "items",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_identifiers",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: false),
                    gtin14 = table.Column<string>(type: "text", nullable: true),
                    unique_key = table.Column<string>(type: "text", nullable: false),
                    uom_id = table.Column<Guid>(type: "uuid", nullable: true),
                    party_id = table.Column<Guid>(type: "uuid", nullable: true),
                    is_primary = table.Column<bool>(type: "boolean", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_identifiers", x => new { x.tenant_id, x.item_id, x.id });
                    table.ForeignKey(
                        name: "FK_item_identifiers_items_tenant_id_item_id",
                        columns: x => new { x.tenant_id, x.item_id },
                        principalTable: "items",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "item_uom_conversions",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_uom_id = table.Column<Guid>(type: "uuid", nullable: false),
                    numerator = table.Column<long>(type: "bigint", nullable: false),
                    denominator = table.Column<long>(type: "bigint", nullable: false),
                    rounding = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_item_uom_conversions", x => new { x.tenant_id, x.item_id, x.from_uom_id, x.to_uom_id });
                    table.ForeignKey(
                        name: "FK_item_uom_conversions_items_tenant_id_item_id",
                        columns: x => new { x.tenant_id, x.item_id },
                        principalTable: "items",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_item_uom_conversions_uoms_tenant_id_from_uom_id",
                        columns: x => new { x.tenant_id, x.from_uom_id },
                        principalTable: "uoms",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_item_uom_conversions_uoms_tenant_id_to_uom_id",
                        columns: x => new { x.tenant_id, x.to_uom_id },
                        principalTable: "uoms",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_created_at",
                table: "idempotency",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_received_at",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "IX_item_attributes_tenant_id_key_value_key_item_id",
                table: "item_attributes",
                columns: new[] { "tenant_id", "key", "value_key", "item_id" });

            migrationBuilder.CreateIndex(
                name: "IX_item_identifiers_tenant_id_unique_key",
                table: "item_identifiers",
                columns: new[] { "tenant_id", "unique_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_item_uom_conversions_tenant_id_from_uom_id",
                table: "item_uom_conversions",
                columns: new[] { "tenant_id", "from_uom_id" });

            migrationBuilder.CreateIndex(
                name: "IX_item_uom_conversions_tenant_id_to_uom_id",
                table: "item_uom_conversions",
                columns: new[] { "tenant_id", "to_uom_id" });

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_base_uom_id",
                table: "items",
                columns: new[] { "tenant_id", "base_uom_id" });

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_created_at_id",
                table: "items",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_external_id",
                table: "items",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_item_no_key",
                table: "items",
                columns: new[] { "tenant_id", "item_no_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_name_id",
                table: "items",
                columns: new[] { "tenant_id", "name", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_search_text",
                table: "items",
                columns: new[] { "tenant_id", "search_text" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "varchar_ops", "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_updated_at_id",
                table: "items",
                columns: new[] { "tenant_id", "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_outbox_aggregate_id_id",
                table: "outbox",
                columns: new[] { "aggregate_id", "id" },
                filter: "attempts > 0");

            migrationBuilder.CreateIndex(
                name: "IX_outbox_message_id",
                table: "outbox",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_outbox_part_id",
                table: "outbox",
                columns: new[] { "part", "id" },
                filter: "died_at is null");

            migrationBuilder.CreateIndex(
                name: "IX_uoms_tenant_id_code_key",
                table: "uoms",
                columns: new[] { "tenant_id", "code_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_uoms_tenant_id_external_id",
                table: "uoms",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "item_attributes");

            migrationBuilder.DropTable(
                name: "item_identifiers");

            migrationBuilder.DropTable(
                name: "item_uom_conversions");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "started_tenants");

            migrationBuilder.DropTable(
                name: "items");

            migrationBuilder.DropTable(
                name: "uoms");
        }
    }
}
