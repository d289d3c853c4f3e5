using System.Reflection;
using Atlas.Embedded;

namespace Atlas.AppHost.Tests;

/// <summary>
/// Program.cs compiles against the namespace Atlas.Embedded here and against Aspire elsewhere. As long as that namespace offers
/// nothing but Aspire's public API, Program.cs cannot use anything else.
/// </summary>
public sealed class AspireApiTests
{
    // Where the assembly of a project lies: Aspire asks the build, the embedded host its generated class. Program.cs needs neither.
    static readonly HashSet<string> Ours = ["IProjectMetadata.AssemblyPath"];

    static readonly string[] Api =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "AspireApi.txt")).Where(line => !line.StartsWith('#'))];

    [Fact]
    public void The_embedded_host_offers_nothing_that_Aspire_does_not_have() =>
        Types().SelectMany(Members).Where(member => !Ours.Contains(member)).Where(member => !Api.Any(known => Matches(member, known)))
            .ShouldBeEmpty();

    [Fact]
    public void Program_names_neither_host()
    {
        var program = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Program.cs"));

        program.ShouldNotContain("Embedded");
        program.ShouldNotContain("Aspire");
        program.ShouldNotContain("#if");
    }

    static IEnumerable<Type> Types() => typeof(DistributedApplication).Assembly.GetExportedTypes()
        .Where(type => type.Namespace == typeof(DistributedApplication).Namespace);

    static IEnumerable<string> Members(Type type)
    {
        const BindingFlags own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var name = type.Name.Split('`')[0];
        return
        [
            name,
            .. type.GetProperties(own).Select(p => $"{name}.{p.Name}"),
            .. type.GetMethods(own).Where(m => !m.IsSpecialName)
                .Select(m => $"{name}.{m.Name}({string.Join(", ", m.GetParameters().Select(p => p.Name))})"),
        ];
    }

    // Ours may leave out parameters that have a default there, never rename or reorder one. A type is known by any of its members.
    static bool Matches(string member, string known)
    {
        if (!member.Contains('.')) return known == member || known.StartsWith(member + ".", StringComparison.Ordinal);
        var (ours, theirs) = (member.Split('(', ')'), known.Split('(', ')'));
        if (ours[0] != theirs[0] || ours.Length != theirs.Length) return false;
        if (ours.Length == 1) return true;

        var left = new Queue<string>(theirs[1].Split(", "));
        return ours[1].Split(", ").All(parameter =>
        {
            while (left.TryDequeue(out var next))
                if (next == parameter) return true;
            return false;
        });
    }
}
