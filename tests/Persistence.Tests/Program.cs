using Atlas.Persistence.Tests.Tallies;

// Started by the tests as a process that can be killed: dotnet Atlas.Persistence.Tests.dll, configured by the environment.
await TallyHost.Build(args).RunAsync();
