using System.Text.Json;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Grains.Observability;

/// <summary>Asks the store now and then how full it is, when somebody listens to that.</summary>
public sealed partial class LevelSampler(IOutboxStore outbox, IJobReader jobs, IBackgroundWork work, TimeProvider time, ILogger<LevelSampler> log)
{
    /// <summary>Between two looks at the outbox: 5 s.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Counting all jobs takes the longer the more there are: every sixth look, 30 s.</summary>
    private const int JobsEvery = 6;

    /// <summary>Starts the looks; they go on until the engine stops. Does nothing when nobody listens by now: a replay has no such work.</summary>
    public void Start()
    {
        if (!DispatchMeters.WantsLevels)
        {
            return;
        }

        work.Start("level-sampler", async cancellationToken =>
        {
            IReadOnlyList<(string State, long Count)> counts = [];
            for (var look = 0; !cancellationToken.IsCancellationRequested; look = (look + 1) % JobsEvery)
            {
                try
                {
                    if (look == 0)
                    {
                        var found = await jobs.CountByStatus(null, cancellationToken);
                        counts = [.. found.Select(entry => (JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Status.ToString()), entry.Count))];
                    }

                    var (waiting, parked) = await outbox.Count(cancellationToken);
                    DispatchMeters.Levels(waiting, parked, counts);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    LookFailed(log, fault);
                }

                await Task.Delay(Period, time, cancellationToken);
            }
        });
    }

    [LoggerMessage(1701, LogLevel.Warning, "The store does not say how full it is; it is asked again")]
    private static partial void LookFailed(ILogger log, Exception fault);
}
