using Atlas.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Atlas.Persistence.Migrations;

/// <summary>Lets <c>dotnet ef migrations add</c> make a context without a running host. Each service derives one.</summary>
public abstract class DesignTime<TDb> : IDesignTimeDbContextFactory<TDb> where TDb : ServiceDb
{
    public TDb CreateDbContext(string[] args) => (TDb)Activator.CreateInstance(
        typeof(TDb), new DbContextOptionsBuilder<TDb>().UseNpgsql("Host=localhost").Options, new Tenant())!;
}
