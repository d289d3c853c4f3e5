using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace Atlas.Architecture.Tests;

/// <summary>The source tree: which projects there are, and what they refer to.</summary>
static class Tree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>All projects, by their path from the root, for example <c>services/Orders/Orders.csproj</c>.</summary>
    public static IReadOnlyList<Project> Projects { get; } =
    [
        .. Files("*.csproj").Select(file => new Project(FromRoot(file), References(file, "ProjectReference"), References(file, "PackageReference")))
            .OrderBy(project => project.Path),
    ];

    /// <summary>Source files below a folder of the root, without what the tools have written.</summary>
    public static IEnumerable<string> Sources(string folder) => Files("*.cs")
        .Where(file => FromRoot(file).StartsWith(folder) && !file.Contains("/Migrations/2") && !file.EndsWith("ModelSnapshot.cs"));

    public static string FromRoot(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    static IEnumerable<string> Files(string pattern)
    {
        string[] written = ["artifacts", ".git", ".atlas", "bin", "obj", "node_modules"];
        return Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Where(file => !FromRoot(file).Split('/').Any(part => written.Contains(part)));
    }

    static List<string> References(string file, string kind) =>
    [
        .. XDocument.Load(file).Descendants(kind)
            .SelectMany(reference => reference.Attribute("Include")!.Value.Split(';'))
            .SelectMany(include => kind == "PackageReference" ? [include] : Resolve(file, include)),
    ];

    // References may name several projects by wildcards.
    static IEnumerable<string> Resolve(string file, string include)
    {
        var full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, include));
        if (!include.Contains('*')) return [FromRoot(full)];
        var pattern = FromRoot(full).Split('/');
        return Files("*.csproj").Select(FromRoot).Where(path => path.Split('/') is var parts && parts.Length == pattern.Length &&
            parts.Zip(pattern).All(p => p.Second.Contains('*') || p.First == p.Second));
    }

    static string ThisFile([CallerFilePath] string path = "") => path;
}

/// <param name="Path">From the root.</param>
/// <param name="References">Projects, likewise.</param>
/// <param name="Packages">Names of packages.</param>
sealed record Project(string Path, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
{
    /// <summary>The part of the tree it belongs to, for example <c>services/Orders</c>.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public bool IsService => Folder.StartsWith("services/") && !Folder.StartsWith("services/Shared/");
    public bool IsTest => Folder.StartsWith("tests/");
}
