using System.Text.RegularExpressions;

namespace Atlas.Architecture.Tests;

/// <summary>Who may depend on whom, as ARCHITECTURE.md draws it.</summary>
public sealed partial class ArrowTests
{
    const string Contracts = "services/Shared/Contracts/Contracts.csproj";
    const string Persistence = "services/Shared/Persistence/Persistence.csproj";
    const string Defaults = "ServiceDefaults/ServiceDefaults.csproj";
    const string Embedded = "AppHost/Embedded/Embedded.csproj";

    [Fact]
    public void There_are_seven_services_and_one_gateway()
    {
        Tree.Projects.Where(project => project.IsService).Select(project => project.Folder).ShouldBe(
        [
            "services/Catalog", "services/Inventory", "services/Orders", "services/Procurement", "services/Production", "services/Sales",
            "services/Webhooks",
        ]);
        Tree.Projects.Count(project => project.Folder.StartsWith("gateway")).ShouldBe(1);
    }

    [Fact]
    public void A_service_knows_what_all_share_and_no_other_service()
    {
        foreach (var service in Tree.Projects.Where(project => project.IsService))
            service.References.Except([Contracts, Persistence, Defaults]).ShouldBeEmpty(service.Path);
    }

    [Fact]
    public void What_all_share_knows_none_of_them()
    {
        var projects = Tree.Projects.ToDictionary(project => project.Path);

        projects[Contracts].References.ShouldBeEmpty();
        projects[Contracts].Packages.ShouldBeEmpty();
        projects[Defaults].References.ShouldBeEmpty();
        projects[Persistence].References.ShouldBe([Defaults]);
        projects[Embedded].References.ShouldBeEmpty();
    }

    [Fact]
    public void The_gateway_holds_no_business_data_and_knows_no_contract()
    {
        var gateway = Tree.Projects.Single(project => project.Folder.StartsWith("gateway"));

        gateway.References.Except([Defaults, Persistence]).ShouldBeEmpty();
    }

    [Fact]
    public void The_host_starts_services_and_calls_none()
    {
        var host = Tree.Projects.Single(project => project.Path == "AppHost/AppHost.csproj");

        host.References.Except([Embedded, "gateway/Gateway.csproj", .. Tree.Projects.Where(project => project.IsService).Select(project => project.Path)])
            .ShouldBeEmpty();
        foreach (var other in Tree.Projects.Where(project => !project.IsTest && project != host))
            other.References.ShouldNotContain(host.Path);
    }

    [Fact]
    public void Nothing_that_ships_knows_a_test()
    {
        foreach (var project in Tree.Projects.Where(project => !project.IsTest))
        {
            project.References.ShouldAllBe(reference => !reference.StartsWith("tests/"), project.Path);
            project.Packages.ShouldAllBe(package => !package.StartsWith("xunit") && package != "Shouldly" && package != "Microsoft.NET.Test.Sdk", project.Path);
        }
    }

    [Fact]
    public void The_tests_of_a_service_know_that_service_alone()
    {
        foreach (var tests in Tree.Projects.Where(project => project.IsTest))
        {
            var services = tests.References.Where(reference => reference.StartsWith("services/") && !reference.StartsWith("services/Shared/")).ToList();
            if (tests.Folder is "tests/Architecture.Tests" or "tests/Load") continue; // One looks at all of them from above, one measures what is inside.
            services.ShouldAllBe(service => tests.Folder == $"tests/{Path.GetFileNameWithoutExtension(service)}.Tests", tests.Path);
        }
    }

    [Fact]
    public void The_solution_names_every_project()
    {
        var solution = File.ReadAllText(Path.Combine(Tree.Root, "Atlas.sln"));
        var named = ProjectLines().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).Where(path => path.EndsWith(".csproj"));

        named.Order().ShouldBe(Tree.Projects.Select(project => project.Path).Order());
    }

    [Fact]
    public void Packages_that_are_not_what_they_seem_stay_out()
    {
        // The first is a second outbox beside our own; from version 9 the second is not free.
        Tree.Projects.ShouldAllBe(project => !project.Packages.Contains("MassTransit.EntityFrameworkCore"));
        File.ReadAllText(Path.Combine(Tree.Root, "Directory.Packages.props")).ShouldMatch("""PackageVersion Include="MassTransit.RabbitMQ" Version="8\.""");
    }

    [Fact]
    public void Time_comes_from_the_one_clock_that_tests_can_set()
    {
        string[] shipped = ["services/", "gateway/", "ServiceDefaults/"];
        var offenders = shipped.SelectMany(Tree.Sources).Where(file => OwnClock().IsMatch(File.ReadAllText(file))).Select(Tree.FromRoot);

        offenders.ShouldBeEmpty();
    }

    [GeneratedRegex("^Project\\(\"[^\"]+\"\\) = \"[^\"]+\", \"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex ProjectLines();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex OwnClock();
}
