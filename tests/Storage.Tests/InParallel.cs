// Most of a test is waiting for a database: more classes at a time than cores.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]
