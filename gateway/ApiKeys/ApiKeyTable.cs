using Microsoft.EntityFrameworkCore;

namespace Atlas.Gateway.ApiKeys;

static class ApiKeyTable
{
    public const int MaxName = 100;
    const int KeyIdLength = 12;

    public static void Map(ModelBuilder model)
    {
        var table = model.Entity<ApiKey>();
        table.ToTable("api_keys");
        table.HasKey(key => new { key.TenantId, key.Id });
        table.HasIndex(key => key.KeyId).IsUnique(); // Finds the key of a request before the tenant is known.
        table.Property(key => key.KeyId).HasMaxLength(KeyIdLength);
        table.Property(key => key.Name).HasMaxLength(MaxName);
        table.Property(key => key.Kind).HasMaxLength(8);
        table.Property(key => key.LastFour).HasMaxLength(4);
    }
}
