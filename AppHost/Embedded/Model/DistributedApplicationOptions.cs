namespace Atlas.Embedded;

/// <summary>How a system is to be described and run.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line; <c>--name value</c> becomes configuration.</summary>
    public string[]? Args { get; set; }

    /// <summary>Whether to do without the dashboard.</summary>
    public bool DisableDashboard { get; set; }
}
