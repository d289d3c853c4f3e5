// One broker and one database server serve all tests, and some tests take them away.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
