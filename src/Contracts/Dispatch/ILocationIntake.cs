using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Where location reports of a node come in: they are batched to the dispatch shards and shown on the maps. Thread-safe.</summary>
public interface ILocationIntake
{
    /// <summary>Takes in reports. Those of providers who are on no shift are dropped; a report older than the last one of its provider is ignored.</summary>
    /// <returns>How many were taken in, and which were not.</returns>
    ValueTask<LocationsTaken> Take(ImmutableArray<LocationReport> reports, CancellationToken cancellationToken);
}
