using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Atlas.Persistence.ErrorQueues;

/// <summary>For those who run Atlas: what went wrong for good, and the way to try it again. The gateway offers
/// it to admins at <c>/v1/operations/{service}/errors</c>.</summary>
public static class ErrorQueueRoutes
{
    /// <summary>Maps <c>GET /internal/errors</c> and <c>POST /internal/errors/{queue}/redrive</c>.</summary>
    public static void MapErrorQueues(this IEndpointRouteBuilder app)
    {
        var errors = app.MapGroup("/internal/errors").RequireScope(Scope.Admin).ExcludeFromDescription();
        errors.MapGet("", ListErrors.Handle);
        errors.MapPost("/{queue}/redrive", RedriveErrors.Handle);
    }
}
