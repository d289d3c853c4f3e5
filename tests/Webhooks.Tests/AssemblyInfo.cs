// One running service for all tests, and some of them kill it or measure it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
