using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>
/// When and where busy providers are free, from what they promised, where they reported last and the travel times. The promise counts, unless the report says that it is over or far too early:
/// who is late is late. A report that says far sooner is not believed, for a customer waits on the answer: the node nearest to it may be one that the road there passes by.
/// </summary>
internal static class PlanTimes
{
    // A guess: beside a motorway the node nearest to a report may be minutes away by road; who is later than its plan by more than that has met with something.
    private const int Lateness = 180_000;

    /// <summary>When and where a provider has done the first jobs of its plan.</summary>
    /// <param name="times">Travel times.</param>
    /// <param name="jobs">Its jobs, in order.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="node">Nearest to its last report.</param>
    /// <param name="now">The instant.</param>
    /// <returns>The last drop-off, and milliseconds from now.</returns>
    public static (int Node, long FreeInMilliseconds) After(ITravelTimes times, List<ShardJob> jobs, int count, int node, DateTimeOffset now)
    {
        var at = node;
        var elapsed = 0L;
        for (var i = 0; i < count; i++)
        {
            var job = jobs[i];
            var stop = job.View.NextStop;
            if (job.View.State == JobState.ArrivedAtPickup)
            {
                // It stands there, and nobody knows how long the customer takes.
                at = job.Nodes[0];
                stop = 1;
            }
            else if (i == 0)
            {
                var target = job.Nodes[stop];
                var reported = times.Milliseconds(node, target);
                var due = job.View.State == JobState.InProgress
                    ? job.View.ChangedAt + TimeSpan.FromMilliseconds(times.Milliseconds(job.Nodes[stop - 1], target)) + (job.View.Work ?? TimeSpan.Zero)
                    : job.View.PickUpDue ?? now;
                var promised = (long)(due - now).TotalMilliseconds;
                elapsed = promised > 0 && reported - promised <= Lateness ? promised : reported;
                at = target;
                stop++;
            }

            if (job.View is { Work: { } work, State: not JobState.InProgress })
            {
                elapsed += (long)work.TotalMilliseconds;
            }

            for (; stop < job.Nodes.Length; stop++)
            {
                elapsed += times.Milliseconds(at, job.Nodes[stop]);
                at = job.Nodes[stop];
            }
        }

        return (at, elapsed);
    }
}
