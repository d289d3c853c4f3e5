using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Production.Migrations
{
    /// <inheritdoc />
    public partial class Reopening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "state_before_block",
                table: "milestones",
                type: "text",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "state_before_block",
                table: "milestones");
        }
    }
}
