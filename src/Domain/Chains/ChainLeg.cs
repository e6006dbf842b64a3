using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Chains;

/// <summary>One job of a chain.</summary>
/// <param name="Job">The job.</param>
/// <param name="Follows">The number of the leg that has to be completed before; 0 for the first leg, which follows nothing.</param>
public sealed record ChainLeg(JobId Job, int Follows);
