using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Where events of other nodes may have been missed, reads what is heard here from the store, and tells it on: subscribers of customers, providers and jobs see the next sequences, late, and no gap: before the event pump leaves one it asks here as
/// well. While the others cannot be heard at all it goes on so now and then.
/// </summary>
internal sealed partial class StreamRepair(Subscriptions subscriptions, MissedFacts missed, INodeLink link, IBackgroundWork work, TimeProvider time, ILogger<StreamRepair> log)
{
    /// <summary>How many streams are read at once, and as many again for the event pump.</summary>
    internal const int AtOnce = 8;

    // While it is deaf the store is asked again and again: for no more than a tenth of the time.
    private const int Spacing = 10;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeafPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    // Who subscribed before the events of this node were listened to may have missed some: it begins with a repair.
    private long _repaired = -1;
    private DateTimeOffset _notBefore;

    /// <summary>Starts to look; goes on until the engine stops.</summary>
    /// <param name="hear">Takes what was missed.</param>
    public void Start(Action<StreamEvent> hear)
    {
        work.Start("live-repair", async cancellationToken =>
        {
            using var timer = new PeriodicTimer(Period, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await Look(hear, cancellationToken);
            }
        });
    }

    /// <summary>How long the store is left in peace after it was read while the others cannot be heard.</summary>
    /// <param name="took">What reading took.</param>
    internal static TimeSpan Rest(TimeSpan took) => took * Spacing > DeafPeriod ? took * Spacing : DeafPeriod;

    /// <summary>What the hearers of a stream have not heard of it; null when that cannot be told: too much, or the stream's sequence is this process's own.</summary>
    internal async Task<ImmutableArray<StreamEvent>?> Read(string stream, StreamGroup group, CancellationToken cancellationToken) =>
        Known(stream, group) is var (address, last) ? await missed.Of(address, last, cancellationToken) : null;

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
            _notBefore = !link.IsDeaf ? now : now + Rest(time.GetElapsedTime(begun));
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            _notBefore = now + RetryAfter;
            RepairFailed(log, fault);
        }
    }

    /// <summary>Repairs all it can. Where some could not be read it throws at the end, so that all is looked at again.</summary>
    private async Task Repair(Action<StreamEvent> hear, CancellationToken cancellationToken)
    {
        Exception? failed = null;
        foreach (var some in subscriptions.Groups.Chunk(AtOnce))
        {
            var faults = await Task.WhenAll(some.Select(group => Repair(group.Stream, group.Group, hear, cancellationToken)));
            failed ??= faults.FirstOrDefault(fault => fault is not null);
            if (!faults.Contains(null))
            {
                // The store is away: it is not asked for all the others.
                break;
            }
        }

        if (failed is not null)
        {
            ExceptionDispatchInfo.Throw(failed);
        }
    }

    /// <returns>Why the store could not be asked; null when it was.</returns>
    private async Task<Exception?> Repair(string stream, StreamGroup group, Action<StreamEvent> hear, CancellationToken cancellationToken)
    {
        if (Known(stream, group) is not var (address, last))
        {
            return null;
        }

        try
        {
            if (await missed.Of(address, last, cancellationToken) is { } facts)
            {
                foreach (var fact in facts)
                {
                    hear(fact);
                }

                return null;
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return fault;
        }

        // It cannot be told on: they come back, and read a snapshot.
        foreach (var member in group.Members)
        {
            member.Abort();
        }

        return null;
    }

    /// <summary>What can be read on, and from where. A group without an order has no subscriber yet that was answered.</summary>
    private static (StreamAddress Address, long Last)? Known(string stream, StreamGroup group) =>
        group.Last is { } last && StreamAddress.TryParse(stream, out var address) && address.IsDurable ? (address, last) : null;

    [LoggerMessage(2024, LogLevel.Warning, "What was missed of other nodes could not be read from the store")]
    private static partial void RepairFailed(ILogger log, Exception fault);
}
