using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a share link shows of a job: no names, no money.</summary>
/// <param name="JobId">Which job.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Ended">Whether that is an end.</param>
/// <param name="Market">Where.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="PickUpDue">The expected arrival at the pick-up; null when nobody has the job.</param>
/// <param name="Vehicle">Where its vehicle was last; null when that is not known or the job is over.</param>
public sealed record ShareResource(
    Guid JobId, long Version, JobState State, bool Ended, string Market, ImmutableArray<WirePoint> Stops, DateTimeOffset? PickUpDue, WirePoint? Vehicle);
