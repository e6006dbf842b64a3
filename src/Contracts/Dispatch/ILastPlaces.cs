using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>
/// Where providers were last, beyond the life of a process: a dispatch shard that begins anew knows of its providers before they report again. A courtesy, never the truth: what is lost
/// here comes with the next report.
/// </summary>
public interface ILastPlaces
{
    /// <summary>Whether anything is kept at all.</summary>
    bool AreKept { get; }

    /// <summary>Keeps reports. Waits for nobody and never throws; what cannot be kept is dropped.</summary>
    /// <param name="shard">Whose providers; see <see cref="ShardKey"/>.</param>
    /// <param name="reports">The last of each provider; a later call replaces an earlier one.</param>
    void Keep(string shard, ImmutableArray<LocationReport> reports);

    /// <summary>What is known.</summary>
    /// <param name="shard">Whose providers.</param>
    /// <param name="since">Reports from before are left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The last report of each, in the order of their providers' ids; empty where nothing is kept, or what keeps it does not answer.</returns>
    ValueTask<ImmutableArray<LocationReport>> Of(string shard, DateTimeOffset since, CancellationToken cancellationToken);
}
