using Atlas.ServiceDefaults;

namespace Atlas.Production;

/// <summary>A step that a document took.</summary>
/// <param name="By">The credential.</param>
sealed record Step(DateTimeOffset At, string By, string? Reason = null, string? Notes = null)
{
    /// <summary>Who takes it now, and why.</summary>
    public static Step Of(HttpContext http, TimeProvider time, ActionRequest request) =>
        new(time.GetUtcNow(), Caller.Of(http).Credential, request.Reason, request.Notes);
}
