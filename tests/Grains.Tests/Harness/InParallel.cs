// Most of a test is waiting for what is under way to come to rest: more classes at a time than cores.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
