using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Webhooks.Migrations
{
    /// <inheritdoc />
    public partial class HolderOfLease : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "lease_holder",
                table: "deliveries",
                type: "integer",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "lease_holder",
                table: "deliveries");
        }
    }
}
