using Microsoft.EntityFrameworkCore;

namespace Atlas.Webhooks.Endpoints;

static class EndpointTable
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Endpoint>(table =>
        {
            table.ToTable("endpoints");
            table.HasKey(e => new { e.TenantId, e.Id }); // UUIDv7: also the order of the list.
        });
        model.Entity<EndpointSecret>(table =>
        {
            table.ToTable("endpoint_secrets");
            table.HasKey(s => new { s.TenantId, s.EndpointId, s.Id });
        });
        model.Entity<Lane>(table =>
        {
            table.ToTable("lanes");
            table.HasKey(l => new { l.TenantId, l.EndpointId });
        });
    }
}
