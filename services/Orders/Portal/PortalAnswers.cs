using Atlas.Persistence.Tenancy;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Atlas.Orders.Portal;

/// <summary>What all answers of the portal have in common: the link is checked first, and nothing leaks to elsewhere.</summary>
static class PortalAnswers
{
    // The page has its own style and nothing else; a brand's logo may come from anywhere that is safe to ask.
    const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>True for a browser.</summary>
    public static bool IsForPeople(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>Works for the tenant that the link names, or says why the link does not open.</summary>
    public static async ValueTask<object?> CheckLinkAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer"; // The address is a key.
        headers["X-Robots-Tag"] = "noindex";
        try
        {
            var tenant = http.RequestServices.GetRequiredService<PortalLinks>().TenantOf(http.Request, $"{http.GetRouteValue("slug")}");
            http.RequestServices.GetRequiredService<Tenant>().Use(tenant);
        }
        catch (RefusedException refused) when (IsForPeople(http.Request))
        {
            return new RazorComponentResult<PortalClosed>(new { refused.Error.Message }) { StatusCode = refused.Error.Status };
        }
        catch (RefusedException refused)
        {
            return refused.Error;
        }

        return await next(call);
    }
}
