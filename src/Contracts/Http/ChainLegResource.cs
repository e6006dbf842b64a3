using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>One leg.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Follows">The leg that has to be completed before; left out for the first.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Ended">Whether this state is an end.</param>
/// <param name="Waits">Whether it waits for the leg that it follows.</param>
/// <param name="Job">The job; left out for a merchant whose order it is not.</param>
public sealed record ChainLegResource(int Number, int? Follows, JobState State, bool Ended, bool Waits, JobResource? Job);
