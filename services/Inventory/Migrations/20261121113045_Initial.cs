using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "allocations",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reservation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    fulfilled_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    strategy = table.Column<string>(type: "text", nullable: false),
                    allocated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_allocations", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "balances",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    serial_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on_hand = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    last_movement_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_balances", x => new { x.tenant_id, x.item_id, x.location_id, x.lot_id, x.serial_no, x.status_id });
                });

            migrationBuilder.CreateTable(
                name: "facilities",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    address = table.Column<string>(type: "jsonb", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    allow_negative = table.Column<bool>(type: "boolean", nullable: false),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_facilities", x => new { x.tenant_id, x.id });
                });

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
                    costing_method = table.Column<string>(type: "text", nullable: true),
                    standard_cost = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    negative_stock_policy = table.Column<string>(type: "text", nullable: false),
                    min_shelf_life_days = table.Column<int>(type: "integer", nullable: true),
                    shelf_life_days = table.Column<int>(type: "integer", nullable: true),
                    conversions = table.Column<string>(type: "jsonb", nullable: false),
                    item_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_items", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "ledger_heads",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    last_seq = table.Column<long>(type: "bigint", nullable: false),
                    last_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last_posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_through = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_reservation_no = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_heads", x => x.tenant_id);
                });

            migrationBuilder.Sql("""
                create table ledger_lines (
                    tenant_id character varying(63) not null,
                    ledger_seq bigint not null,
                    line_no integer not null,
                    posted_at timestamp with time zone not null,
                    effective_at timestamp with time zone not null,
                    item_id uuid not null,
                    facility_id uuid,
                    location_id uuid not null,
                    location_type text not null,
                    lot_id uuid not null,
                    serial_no text not null,
                    status_id uuid not null,
                    qty numeric(19,6) not null,
                    entered_qty numeric(19,6) not null,
                    entered_uom_id uuid not null,
                    unit_cost numeric(19,6),
                    value numeric(19,6),
                    currency text,
                    constraint "PK_ledger_lines" primary key (tenant_id, ledger_seq, line_no, posted_at)
                ) partition by range (posted_at);
                create table ledger_lines_rest partition of ledger_lines default;
                """);

            migrationBuilder.Sql("""
                create table ledger_transactions (
                    tenant_id character varying(63) not null,
                    ledger_seq bigint not null,
                    posted_at timestamp with time zone not null,
                    id uuid not null,
                    type text not null,
                    effective_at timestamp with time zone not null,
                    source_type text,
                    source_id text,
                    source_no text,
                    reason text,
                    reason_code text,
                    reference text,
                    reverses_transaction_id uuid,
                    created_by text not null,
                    line_count integer not null,
                    hash bytea not null,
                    constraint "PK_ledger_transactions" primary key (tenant_id, ledger_seq, posted_at)
                ) partition by range (posted_at);
                create table ledger_transactions_rest partition of ledger_transactions default;
                """);

            migrationBuilder.CreateTable(
                name: "locations",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parent_location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    path = table.Column<string>(type: "text", nullable: false),
                    path_key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    depth = table.Column<int>(type: "integer", nullable: false),
                    is_pickable = table.Column<bool>(type: "boolean", nullable: false),
                    is_receivable = table.Column<bool>(type: "boolean", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_locations", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "lots",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    supplier_lot_no = table.Column<string>(type: "text", nullable: true),
                    manufactured_at = table.Column<DateOnly>(type: "date", nullable: true),
                    expiry_date = table.Column<DateOnly>(type: "date", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    origin_type = table.Column<string>(type: "text", nullable: true),
                    origin_id = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_lots", x => new { x.tenant_id, x.id });
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
                name: "posted_sources",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    source_type = table.Column<string>(type: "text", nullable: false),
                    source_id = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    transaction_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ledger_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_posted_sources", x => new { x.tenant_id, x.source_type, x.source_id, x.action });
                });

            migrationBuilder.CreateTable(
                name: "reservations",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reservation_no = table.Column<string>(type: "text", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    facility_id = table.Column<Guid>(type: "uuid", nullable: false),
                    location_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    demand_type = table.Column<string>(type: "text", nullable: false),
                    demand_id = table.Column<string>(type: "text", nullable: false),
                    demand_line_id = table.Column<string>(type: "text", nullable: true),
                    requested_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    open_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    allocated_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    fulfilled_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    released_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    cancelled_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    expired_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    backordered_qty = table.Column<decimal>(type: "numeric(19,6)", precision: 19, scale: 6, nullable: false),
                    need_by = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    allow_backorder = table.Column<bool>(type: "boolean", nullable: false),
                    notes = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reservations", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_allocations_tenant_id_allocated_at_id",
                table: "allocations",
                columns: new[] { "tenant_id", "allocated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_allocations_tenant_id_item_id_location_id",
                table: "allocations",
                columns: new[] { "tenant_id", "item_id", "location_id" },
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "IX_allocations_tenant_id_reservation_id",
                table: "allocations",
                columns: new[] { "tenant_id", "reservation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_balances_tenant_id_facility_id_location_id",
                table: "balances",
                columns: new[] { "tenant_id", "facility_id", "location_id" });

            migrationBuilder.CreateIndex(
                name: "IX_facilities_tenant_id_code",
                table: "facilities",
                columns: new[] { "tenant_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_facilities_tenant_id_created_at_id",
                table: "facilities",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_facilities_tenant_id_external_id",
                table: "facilities",
                columns: new[] { "tenant_id", "external_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_idempotency_created_at",
                table: "idempotency",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "IX_inbox_received_at",
                table: "inbox",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "IX_items_tenant_id_item_no",
                table: "items",
                columns: new[] { "tenant_id", "item_no" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_lines_tenant_id_item_id_location_id_effective_at",
                table: "ledger_lines",
                columns: new[] { "tenant_id", "item_id", "location_id", "effective_at" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_effective_at",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "effective_at" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_id",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_reverses_transaction_id",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "reverses_transaction_id" },
                filter: "reverses_transaction_id is not null");

            migrationBuilder.CreateIndex(
                name: "IX_ledger_transactions_tenant_id_source_type_source_id",
                table: "ledger_transactions",
                columns: new[] { "tenant_id", "source_type", "source_id" });

            migrationBuilder.CreateIndex(
                name: "IX_locations_tenant_id_facility_id_code",
                table: "locations",
                columns: new[] { "tenant_id", "facility_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_locations_tenant_id_facility_id_path_key",
                table: "locations",
                columns: new[] { "tenant_id", "facility_id", "path_key" });

            migrationBuilder.CreateIndex(
                name: "IX_locations_tenant_id_parent_location_id",
                table: "locations",
                columns: new[] { "tenant_id", "parent_location_id" });

            migrationBuilder.CreateIndex(
                name: "IX_lots_tenant_id_created_at_id",
                table: "lots",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_lots_tenant_id_item_id_lot_no",
                table: "lots",
                columns: new[] { "tenant_id", "item_id", "lot_no" },
                unique: true);

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
                name: "IX_reservations_expires_at",
                table: "reservations",
                column: "expires_at",
                filter: "open_qty > 0 and expires_at is not null");

            migrationBuilder.CreateIndex(
                name: "IX_reservations_tenant_id_created_at_id",
                table: "reservations",
                columns: new[] { "tenant_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_reservations_tenant_id_demand_type_demand_id",
                table: "reservations",
                columns: new[] { "tenant_id", "demand_type", "demand_id" });

            migrationBuilder.CreateIndex(
                name: "IX_reservations_tenant_id_item_id_facility_id",
                table: "reservations",
                columns: new[] { "tenant_id", "item_id", "facility_id" },
                filter: "open_qty > 0");

            migrationBuilder.CreateIndex(
                name: "IX_reservations_tenant_id_reservation_no",
                table: "reservations",
                columns: new[] { "tenant_id", "reservation_no" },
                unique: true);

            // Runs with the owner's rights, because the roles of the service can make no tables.
            migrationBuilder.Sql("""
                create function make_ledger_partitions(first_month date, months int) returns int
                language plpgsql security definer set search_path = public as $$
                declare
                    month date := date_trunc('month', first_month)::date;
                    parent text;
                    made int := 0;
                begin
                    if months not between 1 and 24 then raise exception 'between 1 and 24 months'; end if;
                    perform pg_advisory_xact_lock(4721);
                    for n in 1..months loop
                        foreach parent in array array['ledger_transactions', 'ledger_lines'] loop
                            if to_regclass(format('%I', parent || to_char(month, '_YYYY_MM'))) is null then
                                execute format('create table %I partition of %I for values from (%L) to (%L)', parent || to_char(month, '_YYYY_MM'),
                                    parent, month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
                                made := made + 1;
                            end if;
                        end loop;
                        month := month + interval '1 month';
                    end loop;
                    return made;
                end $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function make_ledger_partitions(date, int)");

            migrationBuilder.DropTable(
                name: "allocations");

            migrationBuilder.DropTable(
                name: "balances");

            migrationBuilder.DropTable(
                name: "facilities");

            migrationBuilder.DropTable(
                name: "idempotency");

            migrationBuilder.DropTable(
                name: "inbox");

            migrationBuilder.DropTable(
                name: "items");

            migrationBuilder.DropTable(
                name: "ledger_heads");

            migrationBuilder.DropTable(
                name: "ledger_lines");

            migrationBuilder.DropTable(
                name: "ledger_transactions");

            migrationBuilder.DropTable(
                name: "locations");

            migrationBuilder.DropTable(
                name: "lots");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "posted_sources");

            migrationBuilder.DropTable(
                name: "reservations");
        }
    }
}
