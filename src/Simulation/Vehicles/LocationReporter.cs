using System.Collections.Frozen;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Simulation.Vehicles;

/// <summary>Reports where the vehicles are: each every 4 s, spread over four turns, in one batch a second per shard, as a host's edge does.</summary>
/// <param name="fleet">The vehicles.</param>
/// <param name="shardOf">The dispatch shard that takes a vehicle's reports.</param>
/// <param name="grains">Reaches them.</param>
/// <param name="intake">Takes the reports instead of the shards; null for the shards.</param>
/// <param name="work">Runs the loop.</param>
/// <param name="time">Its clock.</param>
public sealed class LocationReporter(Fleet fleet, Func<int, string> shardOf, IGrainFactory grains, Func<LocationBatch, CancellationToken, ValueTask>? intake, IBackgroundWork work, TimeProvider time)
{
    /// <summary>Between two batches: 1 s.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Every how many batches a vehicle reports: 4.</summary>
    public const int Turns = 4;

    // Rounds of matching begin on whole seconds after the start: a batch shortly before lets them know what has just stopped.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(10);

    // In the order of their first vehicles. Where there is one, every batch is its as it is.
    private readonly IReadOnlyList<string> _shards = [.. Enumerable.Range(0, fleet.Count).Select(shardOf).Distinct()];
    private FrozenDictionary<Guid, string>? _shardOf;

    /// <summary>Reports sent so far.</summary>
    public long Sent { get; private set; }

    /// <summary>Starts the loop; it goes on until the engine stops.</summary>
    public void Start() => work.Start("location-reports", async cancellationToken =>
    {
        var due = time.GetUtcNow() + Period - Lead;
        for (var turn = 0; !cancellationToken.IsCancellationRequested; turn = (turn + 1) % Turns)
        {
            var wait = due - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellationToken);
            }

            due += Period;
            var batch = new LocationBatch(fleet.Report(turn, Turns, time.GetUtcNow()));
            if (batch.Reports.IsEmpty)
            {
                continue;
            }

            if (intake is not null)
            {
                await Hand(intake, batch, cancellationToken);
            }
            else
            {
                foreach (var shard in _shards)
                {
                    if (Of(shard, batch) is { Reports.IsEmpty: false } own)
                    {
                        await Send(shard, own, cancellationToken);
                    }
                }
            }

            Sent += batch.Reports.Length;
        }
    });

    private LocationBatch Of(string shard, LocationBatch batch)
    {
        if (_shards.Count == 1)
        {
            return batch;
        }

        _shardOf ??= Enumerable.Range(0, fleet.Count).ToFrozenDictionary(fleet.ProviderOf, shardOf);
        return new LocationBatch([.. batch.Reports.Where(report => _shardOf[report.Provider] == shard)]);
    }

    private static async Task Hand(Func<LocationBatch, CancellationToken, ValueTask> intake, LocationBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await intake(batch, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // As below.
        }
    }

    private async Task Send(string shard, LocationBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await grains.GetGrain<IDispatchShardGrain>(shard).ReportLocations(batch, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A lost batch is made up for by the next: reports are never sent again.
        }
    }
}
