using Atlas.Embedded.Running;

namespace Atlas.Embedded;

/// <summary>A described system that can be run on this machine.</summary>
public sealed class DistributedApplication : IDisposable
{
    readonly DistributedApplicationBuilder builder;

    internal DistributedApplication(DistributedApplicationBuilder builder) => this.builder = builder;

    /// <summary>Starts the description of a system.</summary>
    public static DistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) => new(options);

    /// <summary>
    /// Starts everything, keeps it running and returns when it was asked to stop and everything has ended. A system that
    /// cannot start is told in one line on standard error and by the exit code of the process.
    /// </summary>
    public void Run() => Environment.ExitCode = SystemRun.RunAsync(builder).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose() => builder.Configuration.Dispose();
}
