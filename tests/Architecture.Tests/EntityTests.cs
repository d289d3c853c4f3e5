using System.Reflection;
using Atlas.Persistence.Tenancy;

namespace Atlas.Architecture.Tests;

/// <summary>An entity can be tried without HTTP, database and bus, so it must not know them.</summary>
public sealed class EntityTests
{
    static readonly string[] Outside = ["Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "Npgsql", "MassTransit", "RabbitMQ", "System.Net.Http"];

    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void An_entity_knows_no_http_no_database_and_no_bus()
    {
        var entities = Entities().ToList();
        entities.ShouldNotBeEmpty();
        foreach (var entity in entities)
        {
            var known = entity.GetFields(All).Select(field => field.FieldType)
                .Concat(entity.GetProperties(All).Select(property => property.PropertyType))
                .Concat(entity.GetMethods(All).Where(IsRule).SelectMany(method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType)))
                .Concat(entity.GetConstructors(All).SelectMany(constructor => constructor.GetParameters().Select(p => p.ParameterType)))
                .SelectMany(Parts);
            known.Where(type => Outside.Any(outside => type.Namespace?.StartsWith(outside) is true)).ShouldBeEmpty(entity.FullName);
        }
    }

    [Fact]
    public void Only_an_entity_itself_and_the_database_set_whose_it_is()
    {
        foreach (var entity in Entities())
            entity.GetProperty(nameof(ITenantOwned.TenantId))!.SetMethod!.IsPublic.ShouldBeFalse(entity.FullName);
    }

    static IEnumerable<Type> Entities() =>
        from project in RunningServices.Projects.Append("Gateway")
        from type in Assembly.Load($"Atlas.{project}").GetTypes()
        where type is { IsClass: true, IsAbstract: false } && typeof(ITenantOwned).IsAssignableFrom(type)
        select type;

    // A table's mapping may stand beside small entities, as a static method.
    static bool IsRule(MethodInfo method) => !method.IsStatic;

    static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : type.HasElementType ? Parts(type.GetElementType()!) : [type];
}
