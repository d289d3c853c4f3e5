using System.Diagnostics;

namespace Atlas.Gateway.Wellness;

/// <summary>Keeps probes out of the traces: they come every second and say nothing.</summary>
static class Untraced
{
    /// <summary>Drops the span of this request, and with it the spans below.</summary>
    public static void ThisRequest()
    {
        if (Activity.Current is not { } span) return;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        span.IsAllDataRequested = false;
    }

    /// <summary>A trace context that is not sampled: who gets it starts no trace of its own.</summary>
    public static string NewTraceParent() => $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
}
