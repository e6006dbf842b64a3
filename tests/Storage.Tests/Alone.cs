namespace O2O.Dispatch.Storage.Tests;

/// <summary>Tests that measure the memory of the process: no other test runs at the time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
