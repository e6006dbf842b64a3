namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>A booked job that a provider has promised and does not drive for yet, of this shard or of another one of its market.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Nodes">The road nodes of its stops.</param>
/// <param name="Due">When the provider promised to be there.</param>
/// <param name="Work">How long the work at the place takes; null when it takes the drive alone.</param>
internal sealed record PromisedJob(Guid Job, int[] Nodes, DateTimeOffset Due, TimeSpan? Work);
