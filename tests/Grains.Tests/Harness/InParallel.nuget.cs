// Two silos on one machine would take each other's ports.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
