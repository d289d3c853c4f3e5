using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Inventory.Migrations
{
    /// <inheritdoc />
    public partial class LotTraces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_ledger_lines_tenant_id_lot_id",
                table: "ledger_lines",
                columns: new[] { "tenant_id", "lot_id" },
                filter: "lot_id <> '00000000-0000-0000-0000-000000000000'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_ledger_lines_tenant_id_lot_id",
                table: "ledger_lines");
        }
    }
}
