using Atlas.Persistence.Idempotency;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Atlas.Architecture.Tests;

/// <summary>What holds for every route of every service, looked up in the running services.</summary>
[Collection(OneOfEach.Name)]
public sealed class RouteTests(RunningServices services)
{
    // Everything here is for anybody, and says so in the route.
    static readonly string[] Open = ["/health", "/health/ready", "/health/live", "/alive", "/openapi/{documentName}.json", "/portal/"];

    [Fact]
    public void Every_route_of_a_service_asks_for_a_scope_or_is_open_on_purpose()
    {
        foreach (var (service, route) in Routes())
        {
            var (scope, isOpen) = (ScopeOf(route), route.Metadata.GetMetadata<IAllowAnonymous>() is not null);
            (scope is not null ^ isOpen).ShouldBeTrue($"{service}: {Describe(route)} asks for {scope ?? "no scope"} and is {(isOpen ? "open" : "closed")}");
            if (isOpen) Open.Any(Path(route).StartsWith).ShouldBeTrue($"{service}: {Describe(route)} is open");
        }
    }

    [Fact]
    public void Every_write_runs_in_a_unit_of_work_and_so_takes_an_idempotency_key()
    {
        foreach (var (service, route) in Routes().Concat(services.Gateway.Routes.Where(IsOwn).Select(route => ("gateway", route))))
            if (MethodsOf(route).Any(IsWrite) && !IsInternal(route))
                RunsInUnitOfWork(route).ShouldBeTrue($"{service}: {Describe(route)}");
    }

    [Fact]
    public void Every_read_of_data_runs_in_one_snapshot_of_one_tenant()
    {
        foreach (var (service, route) in Routes().Where(found => ScopeOf(found.Route) is not null && !IsInternal(found.Route)))
            RunsInUnitOfWork(route).ShouldBeTrue($"{service}: {Describe(route)}");
    }

    [Fact]
    public void No_route_that_writes_asks_for_no_more_than_a_scope_to_read()
    {
        foreach (var (service, route) in Routes().Where(found => MethodsOf(found.Route).Any(IsWrite)))
            (ScopeOf(route) ?? "").ShouldNotEndWith(":read", customMessage: $"{service}: {Describe(route)}");
    }

    [Fact]
    public void Every_route_that_only_those_who_run_atlas_use_asks_for_the_scope_admin()
    {
        var routes = Routes().Where(found => IsInternal(found.Route)).ToList();

        routes.ShouldNotBeEmpty();
        foreach (var (service, route) in routes) ScopeOf(route).ShouldBe(Scope.Admin, $"{service}: {Describe(route)}");
    }

    [Fact]
    public void Every_service_is_on_its_own_paths()
    {
        var taken = Routes().Where(found => ScopeOf(found.Route) is not null && !IsInternal(found.Route))
            .SelectMany(found => MethodsOf(found.Route).Select(method => (Key: $"{method} {Path(found.Route)}", found.Service)))
            .GroupBy(found => found.Key).Where(found => found.Select(f => f.Service).Distinct().Count() > 1);

        taken.Select(found => found.Key).ShouldBeEmpty();
    }

    [Fact]
    public void Every_route_of_a_service_is_below_a_path_that_the_gateway_forwards_to_it()
    {
        var forwarded = services.Gateway.Routes.Where(route => !IsOwn(route)).Select(Path).ToList();

        foreach (var (service, route) in Routes().Where(found => ScopeOf(found.Route) is not null && !IsInternal(found.Route)))
            forwarded.Any(prefix => Covers(prefix, Path(route))).ShouldBeTrue($"{service}: {Describe(route)} cannot be reached");
        forwarded.ShouldAllBe(path => !path.StartsWith("/internal"));
    }

    IEnumerable<(string Service, RouteEndpoint Route)> Routes() =>
        from service in services.All from route in service.Routes select (service.Name, route);

    // The proxy's routes catch everything below a path.
    static bool IsOwn(RouteEndpoint route) => route.Metadata.GetMetadata<Yarp.ReverseProxy.Model.RouteModel>() is null;

    static bool Covers(string prefix, string path)
    {
        var fixedPart = prefix.Split("/{")[0];
        return path == fixedPart || path.StartsWith(fixedPart + "/");
    }

    static string? ScopeOf(RouteEndpoint route) => route.Metadata.GetMetadata<Callers.NeedsScope>()?.Scope;

    static bool RunsInUnitOfWork(RouteEndpoint route) => route.Metadata.GetMetadata<UnitOfWork.RunsInUnitOfWork>() is not null;

    static bool IsInternal(RouteEndpoint route) => Path(route).StartsWith("/internal/");

    static bool IsWrite(string method) => method is not ("GET" or "HEAD" or "OPTIONS");

    static IReadOnlyList<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');

    static string Describe(RouteEndpoint route) => $"{string.Join('|', MethodsOf(route))} {Path(route)}";
}
