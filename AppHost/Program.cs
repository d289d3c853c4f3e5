using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

// The whole of Atlas as a drawing: what there is, what knows what, what waits for what.
const int UsualPort = 8080;
const string NoDashboard = "--no-dashboard";
const string Gateway = "gateway";

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    Args = [.. args.Where(argument => argument != NoDashboard)],
    DisableDashboard = args.Contains(NoDashboard),
});

// Whoever needs few services, as tests do, names them: --only catalog,inventory. The gateway knows of the others, and nobody starts them.
var only = builder.Configuration["only"]?.Split(',');

// Signs cursors and encrypts what is stored in secret: as old as the data.
var secretsKey = builder.AddParameter(
    "secrets-key", new GenerateParameterDefault { MinLength = 48, Special = false }, secret: true, persist: true);

// The gateway alone can say who a caller is; the services verify it. A fresh pair each run, unless one is given
// (base64 PKCS#8), as the benchmarks do to ask a service in the gateway's name.
using var identity = ECDsa.Create(ECCurve.NamedCurves.nistP256);
if (builder.Configuration["Parameters:identity-private-key"] is { Length: > 0 } given)
    identity.ImportPkcs8PrivateKey(Convert.FromBase64String(given), out _);
var privateKey = builder.AddParameter("identity-private-key", Convert.ToBase64String(identity.ExportPkcs8PrivateKey()), secret: true);
var publicKey = Convert.ToBase64String(identity.ExportSubjectPublicKeyInfo());

// Every write keeps its answer and sends messages; lz4 compresses what is long of them in a fraction of the time that pglz takes.
var postgres = builder.AddPostgres("postgres")
    .WithArgs("-c", "max_connections=300", "-c", "default_toast_compression=lz4")
    .WithDataVolume("atlas-postgres");
var rabbitmq = builder.AddRabbitMQ("rabbitmq").WithDataVolume("atlas-rabbitmq");

IResourceBuilder<ProjectResource>[] services =
[
    Service<Projects.Catalog>("catalog"),
    Service<Projects.Inventory>("inventory"),
    Service<Projects.Procurement>("procurement"),
    Service<Projects.Sales>("sales"),
    Service<Projects.Production>("production"),
    Service<Projects.Orders>("orders"),
    Service<Projects.Webhooks>("webhooks"),
];

var gateway = Process<Projects.Gateway>(Gateway)
    .WithHttpEndpoint(port: builder.Configuration.GetValue("port", UsualPort))
    .WithExternalHttpEndpoints()
    .WithEnvironment("Atlas__Identity__PrivateKey", privateKey);
foreach (var service in services)
    gateway.WithReference(service);
foreach (var service in services.Where(service => Starts(service.Resource.Name)))
    gateway.WaitFor(service);
foreach (var (n, name) in (only ?? []).Index())
    gateway.WithEnvironment($"Atlas__Health__Required__{n}", name);

builder.Build().Run();

// A service: a process that talks to the others over RabbitMQ.
IResourceBuilder<ProjectResource> Service<TProject>(string name) where TProject : IProjectMetadata, new() =>
    Process<TProject>(name)
        .WithHttpEndpoint()
        .WithReference(rabbitmq).WaitFor(rabbitmq)
        .WithEnvironment("Atlas__Identity__PublicKeys", publicKey);

// What every process has: a database of its own, the secrets key, a health to ask for.
IResourceBuilder<ProjectResource> Process<TProject>(string name) where TProject : IProjectMetadata, new()
{
    var database = postgres.AddDatabase(name + "db");
    var process = builder.AddProject<TProject>(name)
        .WithReference(database).WaitFor(database)
        .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
        .WithEnvironment("Atlas__SecretsKey", secretsKey)
        .WithHttpHealthCheck("/health")
        .DisableForwardedHeaders();
    return Starts(name) ? process : process.WithExplicitStart();
}

bool Starts(string name) => name == Gateway || only is null || only.Contains(name);
