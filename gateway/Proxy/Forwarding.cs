using System.Globalization;
using Atlas.Gateway.Edge;
using Atlas.ServiceDefaults;
using Yarp.ReverseProxy.Forwarder;

namespace Atlas.Gateway.Proxy;

/// <summary>Forwards to the services, and answers for them when they do not.</summary>
static class Forwarding
{
    const int RetryAfterSeconds = 2;
    static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // Shorter than the services keep idle connections, so that a request never meets one that is just being closed.
    static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(RequestLimits.KeepAliveSeconds * 3 / 4);

    public static void AddForwarding(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<Destinations>()
            .ConfigureHttpClient((_, handler) =>
            {
                handler.ConnectTimeout = ConnectTimeout;
                handler.PooledConnectionIdleTimeout = IdleTimeout;
            });

        // The proxy brings data protection along for sticky sessions. There are none, so nobody need write keys to disk.
        var writesKeys = builder.Services.FirstOrDefault(service => service.ImplementationType?.Name == "DataProtectionHostedService");
        if (writesKeys is not null) builder.Services.Remove(writesKeys);
    }

    public static void MapForwarding(this WebApplication app)
    {
        var answers = app.Services.GetRequiredService<Answers>();
        // Each service is one address, so the steps that choose between destinations are left out.
        app.MapReverseProxy(proxy => proxy.Use((http, next) => ForwardAsync(http, next, answers)))
            .ConfigureEndpoints((endpoint, route) => endpoint.WithMetadata(Access.Of(route)));
    }

    static async Task ForwardAsync(HttpContext http, RequestDelegate next, Answers answers)
    {
        var max = http.GetEndpoint()!.Metadata.GetMetadata<Access>()!.MaxBodyBytes;
        if (http.Request.ContentLength > max)
        {
            await TooLarge(max).ExecuteAsync(http);
            return;
        }

        try
        {
            await next(http);
        }
        catch (Exception exception)
        {
            if (!await answers.TryAnswerAsync(http, exception)) throw;
        }

        if (http.Features.Get<IForwarderErrorFeature>() is { } failure && !http.Response.HasStarted && Describe(failure, max) is { } error)
            await error.ExecuteAsync(http);
    }

    static Error? Describe(IForwarderErrorFeature failure, long maxBodyBytes) => failure.Error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled => null, // Nobody is there to be answered.
        ForwarderError.RequestBodyClient => Cause<BadHttpRequestException>(failure.Exception) is { StatusCode: 413 }
            ? TooLarge(maxBodyBytes)
            : Error.BadRequest("bad_request", "The body could not be read."),
        ForwarderError.RequestTimedOut => Away(504, "timeout", "The service did not answer in time."),
        ForwarderError.NoAvailableDestinations => Unavailable,
        _ when Cause<HttpRequestException>(failure.Exception) is
            { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => Unavailable,
        _ => Away(502, "bad_gateway", "The service broke off its answer."),
    };

    static Error Unavailable => Away(503, "service_unavailable", "The service is not available at the moment.");

    // A failure of the body and one of the request may come together, as one.
    static T? Cause<T>(Exception? exception) where T : Exception => exception switch
    {
        null => null,
        T cause => cause,
        AggregateException several => several.InnerExceptions.Select(Cause<T>).FirstOrDefault(cause => cause is not null),
        _ => Cause<T>(exception.InnerException),
    };

    static Error Away(int status, string code, string message) => new(status, code, message) { RetryAfterSeconds = RetryAfterSeconds };

    static Error TooLarge(long max) => new(413, "payload_too_large",
        string.Create(CultureInfo.InvariantCulture, $"The body is larger than {max} bytes."));
}
