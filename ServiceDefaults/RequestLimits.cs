using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atlas.ServiceDefaults;

/// <summary>The bounds of one HTTP request. Whatever exceeds one is refused before any route sees it.</summary>
public static class RequestLimits
{
    public const int MaxBodyBytes = 1024 * 1024;
    public const int MaxHeaderBytes = 16 * 1024;
    public const int MaxHeaders = 64;
    public const int MaxRequestLineBytes = 8 * 1024;
    public const int MaxConnections = 2_000;
    public const int HeadersTimeoutSeconds = 5;
    public const int KeepAliveSeconds = 60;
    const int MinBodyBytesPerSecond = 240;

    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(HeadersTimeoutSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(KeepAliveSeconds);
        kestrel.Limits.MinRequestBodyDataRate =
            new MinDataRate(MinBodyBytesPerSecond, TimeSpan.FromSeconds(HeadersTimeoutSeconds));
    }

    /// <summary>Takes larger bodies on a route than on others. The gateway's route must let them through, too.</summary>
    public static TBuilder AllowBody<TBuilder>(this TBuilder route, long bytes) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new BodySize(bytes));

    sealed record BodySize(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
