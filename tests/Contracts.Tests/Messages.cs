using System.Reflection;
using Atlas.Contracts.Orders;

namespace Atlas.Contracts.Tests;

/// <summary>The messages that services send each other, and an example of each.</summary>
static class Messages
{
    static readonly Assembly Contracts = typeof(BrandOrderReceived).Assembly;

    static readonly DateTimeOffset Time = new(2026, 5, 8, 14, 30, 0, 123, TimeSpan.Zero);

    /// <summary>Every public record that is not only a part of others.</summary>
    public static IReadOnlyList<Type> All { get; } = FindAll();

    /// <summary>An example in which every field has a value that tells it from the others.</summary>
    public static object ExampleOf(Type type) => Make(type, type.Name);

    static List<Type> FindAll()
    {
        var records = Contracts.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false }).ToList();
        var parts = records.SelectMany(type => type.GetProperties()).Select(property => ElementOf(property.PropertyType)).ToHashSet();
        return [.. records.Where(type => !parts.Contains(type)).OrderBy(type => type.FullName)];
    }

    static Type ElementOf(Type type) => type.IsGenericType && type.GetGenericArguments() is [var element] ? element : type;

    static object Make(Type type, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return Make(inner, name);
        if (type == typeof(string)) return $"{name} text";
        if (type == typeof(Guid)) return new Guid(0x01a2b3c4, 0x5e6f, 0x7081, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, (byte)name.Length);
        if (type == typeof(int)) return name.Length;
        if (type == typeof(long)) return 1_000L + name.Length;
        if (type == typeof(decimal)) return name.Length + 0.125m;
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return Time.AddMinutes(name.Length);
        if (type == typeof(DateOnly)) return DateOnly.FromDateTime(Time.UtcDateTime).AddDays(name.Length);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var list = Array.CreateInstance(ElementOf(type), 1);
            list.SetValue(Make(ElementOf(type), name), 0);
            return list;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return new Dictionary<string, string> { [$"{name} key"] = $"{name} value" };
        if (type.Assembly != Contracts)
            throw new NotSupportedException($"{type} of {name} is no type for a contract: another language could not read it safely.");

        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, parameter.Name!))]);
    }
}
