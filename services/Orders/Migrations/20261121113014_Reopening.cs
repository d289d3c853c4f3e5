using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Atlas.Orders.Migrations
{
    /// <inheritdoc />
    public partial class Reopening : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversation_messages_tenant_id_order_id_milestone_ref",
                table: "conversation_messages");

            migrationBuilder.AddColumn<long>(
                name: "batch_version",
                table: "conversation_messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_conversation_messages_tenant_id_order_id_milestone_ref_batc~",
                table: "conversation_messages",
                columns: new[] { "tenant_id", "order_id", "milestone_ref", "batch_version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_conversation_messages_tenant_id_order_id_milestone_ref_batc~",
                table: "conversation_messages");

            migrationBuilder.DropColumn(
                name: "batch_version",
                table: "conversation_messages");

            migrationBuilder.CreateIndex(
                name: "IX_conversation_messages_tenant_id_order_id_milestone_ref",
                table: "conversation_messages",
                columns: new[] { "tenant_id", "order_id", "milestone_ref" },
                unique: true);
        }
    }
}
