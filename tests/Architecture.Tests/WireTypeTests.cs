using System.Reflection;
using System.Xml.Linq;
using Atlas.ServiceDefaults;
using Microsoft.AspNetCore.Http.Metadata;

namespace Atlas.Architecture.Tests;

/// <summary>What crosses the wire is public and documented: its docstrings are the API reference.</summary>
[Collection(OneOfEach.Name)]
public sealed class WireTypeTests(RunningServices services)
{
    [Fact]
    public void Every_type_that_a_route_reads_or_answers_with_is_public()
    {
        var types = WireTypes();

        types.Count.ShouldBeGreaterThan(10);
        types.Where(type => !type.IsVisible).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_type_that_a_route_reads_or_answers_with_is_documented()
    {
        var documented = WireTypes().Select(type => type.Assembly).Distinct().SelectMany(Documented).ToHashSet();

        WireTypes().Where(type => !documented.Contains($"T:{type.FullName!.Replace('+', '.')}")).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_message_between_services_is_documented()
    {
        var contracts = typeof(Contracts.Orders.BrandOrderReceived).Assembly;
        var documented = Documented(contracts);

        contracts.GetExportedTypes().Where(type => !documented.Contains($"T:{type.FullName}")).Select(type => type.FullName).ShouldBeEmpty();
    }

    HashSet<Type> WireTypes()
    {
        var found = new HashSet<Type>();
        foreach (var route in services.All.Append(services.Gateway).SelectMany(service => service.Routes))
        {
            foreach (var answer in route.Metadata.OfType<IProducesResponseTypeMetadata>()) Add(answer.Type, found);
            foreach (var request in route.Metadata.OfType<IAcceptsMetadata>()) Add(request.RequestType, found);
            if (route.Metadata.GetMetadata<MethodInfo>() is not { } handler) continue;
            Add(handler.ReturnType, found);
            foreach (var parameter in handler.GetParameters())
                if (parameter.ParameterType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Body<>)) Add(type, found);
        }

        return found;
    }

    // Envelopes and results are opened, and the fields of ours are followed.
    static void Add(Type? type, HashSet<Type> found)
    {
        if (type is null) return;
        if (type.HasElementType) Add(type.GetElementType(), found);
        foreach (var argument in type.GetGenericArguments()) Add(argument, found);
        if (type.Assembly.GetName().Name is not { } name || !name.StartsWith("Atlas.") || name == "Atlas.ServiceDefaults") return;
        if (type.IsGenericType || !found.Add(type)) return;
        foreach (var property in type.GetProperties()) Add(property.PropertyType, found);
    }

    static HashSet<string> Documented(Assembly assembly) =>
    [
        .. XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml")).Descendants("member")
            .Where(member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value)).Select(member => member.Attribute("name")!.Value),
    ];
}
