using System.Runtime;
using Atlas.Load;
using Atlas.Load.Documents;
using Atlas.Load.Inventory;
using Atlas.Load.Main;
using Atlas.Load.References;

// What can be asked for, and what it measures. Each begins where the one before left the system.
(string Name, string About, Func<SystemUnderTest, Report, Task> RunAsync)[] benchmarks =
[
    ("rest", "start time and memory", AtRest.RunAsync),
    ("reading", "the list of orders: service, gateway, and the least possible ones", Reading.RunAsync),
    ("intake", "orders taken in, beside plain inserts", Intake.RunAsync),
    ("delivery", "from accepted to delivered, and with endpoints that hang", Delivery.RunAsync),
    ("draining", "a backlog through outbox and inbox", Draining.RunAsync),
    ("postings", "stock postings, beside pgbench", Postings.RunAsync),
    ("documents", "receipts, shipments and completions settled by Inventory; an explosion", DocumentSteps.RunAsync),
    ("stock", "reading stock, its history and items: 10,000 and a million items", StockReads.RunAsync),
];

// Several that belong together, under one name.
(string Name, string About, string[] Parts)[] groups =
[
    ("main", "rest, reading, intake, delivery, draining: what runs without WHAT", ["rest", "reading", "intake", "delivery", "draining"]),
    ("inventory", "postings, stock", ["postings", "stock"]),
];

switch (args)
{
    case [BareEndpoint.Verb, var url, var bodyFile]:
        await BareEndpoint.RunAsync(url, bodyFile);
        return 0;
    case [BareProxy.Verb, var url, var target]:
        await BareProxy.RunAsync(url, target);
        return 0;
    case ["help" or "-h" or "--help", ..]:
        Console.WriteLine("./atlas bench [WHAT …]");
        foreach (var (name, about) in groups.Select(group => (group.Name, group.About)).Concat(benchmarks.Select(benchmark => (benchmark.Name, benchmark.About))))
            Console.WriteLine($"  {name,-10} {about}");
        return 0;
}

var names = (args is [] ? ["main"] : args).SelectMany(name => groups.FirstOrDefault(group => group.Name == name).Parts ?? [name]).ToList();
var wanted = benchmarks.Where(benchmark => names.Contains(benchmark.Name));
if (names.Except(benchmarks.Select(benchmark => benchmark.Name)).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark \"{unknown}\"; ./atlas bench help lists them.");
    return 1;
}

var report = new Report();
Console.WriteLine($"Atlas on {Environment.ProcessorCount} processors, driver, PostgreSQL and RabbitMQ included ({(GCSettings.IsServerGC ? "server" : "workstation")} GC).");
report.Doing("starting the whole system");
await using var system = await SystemUnderTest.StartAsync();
report.Line("");
foreach (var benchmark in wanted) await benchmark.RunAsync(system, report);
report.Line("");
AtRest.Memory(system, report, "after the work");
report.Line($"Done after {report.Elapsed.TotalSeconds:0} s.");
return 0;
