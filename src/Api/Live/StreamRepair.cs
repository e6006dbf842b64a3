using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Where events of other nodes may have been missed, reads what is heard here from the store, and tells it on: subscribers of customers, providers and jobs see the next sequences, late, and no gap. While the others cannot be heard
/// at all it goes on so now and then.
/// </summary>
internal sealed partial class StreamRepair(Subscriptions subscriptions, MissedFacts missed, INodeLink link, IBackgroundWork work, TimeProvider time, ILogger<StreamRepair> log)
{
    private const int AtOnce = 8;

    // While it is deaf the store is asked again and again: for no more than a tenth of the time.
    private const int Spacing = 10;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeafPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private long _repaired;
    private DateTimeOffset _notBefore;

    /// <summary>Starts to look; goes on until the engine stops.</summary>
    /// <param name="hear">Takes what was missed, as if it came now.</param>
    public void Start(Action<StreamEvent> hear)
    {
        // What was lost before anybody listened is in everybody's snapshot.
        _repaired = link.Losses;
        work.Start("live-repair", async cancellationToken =>
        {
            using var timer = new PeriodicTimer(Period, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await Look(hear, cancellationToken);
            }
        });
    }

    /// <summary>Repairs if there is reason to.</summary>
    internal async Task Look(Action<StreamEvent> hear, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var losses = link.Losses;
        if (now < _notBefore || (losses == _repaired && !link.IsDeaf))
        {
            return;
        }

        try
        {
            var begun = time.GetTimestamp();
            await Repair(hear, cancellationToken);
            _repaired = losses;
            var spaced = time.GetElapsedTime(begun) * Spacing;
            _notBefore = !link.IsDeaf ? now : now + (spaced > DeafPeriod ? spaced : DeafPeriod);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _notBefore = now + RetryAfter;
            RepairFailed(log, fault);
        }
    }

    private async Task Repair(Action<StreamEvent> hear, CancellationToken cancellationToken)
    {
        foreach (var some in subscriptions.Groups.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(group => Repair(group.Stream, group.Group, hear, cancellationToken)));
        }
    }

    private async Task Repair(string stream, StreamGroup group, Action<StreamEvent> hear, CancellationToken cancellationToken)
    {
        // A group without an order has no subscriber yet that was answered.
        if (group.Last is not { } last || !StreamAddress.TryParse(stream, out var address) || address.Kind is StreamKind.Market or StreamKind.Merchant)
        {
            return;
        }

        if (await missed.Of(address, last, cancellationToken) is not { } facts)
        {
            // Too much of it: they come back, and read a snapshot.
            foreach (var member in group.Members)
            {
                member.Abort();
            }

            return;
        }

        foreach (var fact in facts)
        {
            hear(fact);
        }
    }

    [LoggerMessage(2081, LogLevel.Warning, "What was missed of other nodes could not be read from the store")]
    private static partial void RepairFailed(ILogger log, Exception fault);
}
