using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Grains.Placements;

/// <summary>Bills the visits that came of placed stores. What is due is found in what is written of orders, so that nothing is lost with a process; two that sweep at once bill each visit once.</summary>
/// <param name="store">What is due.</param>
/// <param name="work">Runs the rounds.</param>
/// <param name="time">Now.</param>
/// <param name="log">What failed.</param>
public sealed partial class PlacementSweep(IPlacementStore store, IBackgroundWork work, TimeProvider time, ILogger<PlacementSweep> log)
{
    private const int Batch = 500;

    /// <summary>Between two rounds: 5 s. A visit is looked for until an hour after its time is over.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Starts the rounds; they go on until the engine stops.</summary>
    public void Start() => work.Every("placement-sweep", () => Period, time, Round, fault => RoundFailed(log, fault));

    /// <summary>One round: all that is due.</summary>
    /// <returns>How many visits were billed.</returns>
    public async Task<int> Round(CancellationToken cancellationToken)
    {
        var billed = 0;
        while (true)
        {
            var before = billed;
            foreach (var visit in await store.Due(time.GetUtcNow(), Batch, cancellationToken))
            {
                try
                {
                    billed += await store.Bill(visit, time.GetUtcNow(), cancellationToken) ? 1 : 0;
                }
                catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
                {
                    VisitFailed(log, visit.Click.Id, visit.Job, fault);
                }
            }

            if (billed == before)
            {
                return billed;
            }
        }
    }

    [LoggerMessage(1672, LogLevel.Warning, "The visit of click {Click} with job {Job} was not billed; it is tried again with the next round")]
    private static partial void VisitFailed(ILogger log, Guid click, JobId job, Exception fault);

    [LoggerMessage(1671, LogLevel.Warning, "A round of the placements' sweep failed; the next one goes on")]
    private static partial void RoundFailed(ILogger log, Exception fault);
}
