using Atlas.Embedded.Servers;

namespace Atlas.Embedded;

/// <summary>A PostgreSQL server.</summary>
public sealed class PostgresServerResource(string name) : Resource(name), IResourceWithConnectionString
{
    internal List<string> Arguments { get; } = [];

    internal PostgresServer? Server { get; set; }

    string IResourceWithConnectionString.ConnectionString => ConnectionStringTo("postgres");

    internal string ConnectionStringTo(string database) =>
        (Server ?? throw new InvalidOperationException($"{Name} does not run yet.")).ConnectionString(database);
}

/// <summary>A database on a PostgreSQL server.</summary>
public sealed class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent)
    : Resource(name), IResourceWithConnectionString
{
    /// <summary>The name of the database on the server.</summary>
    public string DatabaseName => databaseName;

    /// <summary>The server.</summary>
    public PostgresServerResource Parent => parent;

    string IResourceWithConnectionString.ConnectionString => parent.ConnectionStringTo(databaseName);
}
