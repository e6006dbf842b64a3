using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Statistics;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Tells merchants their statistics when they have changed, at most once a second, and once a minute in any case: those of last week go on with the clock. Counting takes no more than a tenth of the time.
/// Whoever's access was revoked is disconnected.
/// </summary>
internal sealed partial class MerchantTicker(
    MerchantBoard board, Subscriptions subscriptions, StatisticsDesk desk, IMerchantStore merchants, IBackgroundWork work, TimeProvider time, IOptions<LiveOptions> options, ILogger<MerchantTicker> log)
{
    private const int Spacing = 10;
    private static readonly TimeSpan InAnyCase = TimeSpan.FromMinutes(1);
    private DateTimeOffset _notBefore;

    /// <summary>Starts to tick; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-merchants", async cancellationToken =>
    {
        using var timer = new PeriodicTimer(options.Value.FollowPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await Tick(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                TickFailed(log, fault);
            }
        }
    });

    /// <summary>One tick.</summary>
    public async Task Tick(CancellationToken cancellationToken)
    {
        board.Forget(subscriptions);
        await CutRevoked(cancellationToken);
        var now = time.GetUtcNow();
        if (now < _notBefore)
        {
            return;
        }

        var begun = time.GetTimestamp();
        var due = board.Watches.Where(watch => watch.IsStale || now - watch.ToldAt >= InAnyCase);
        foreach (var watches in due.GroupBy(watch => (watch.Scope.Merchant.Id, watch.Only ?? watch.Scope.Only)))
        {
            foreach (var watch in watches)
            {
                watch.ToldAt = now;
                watch.Begin();
            }

            DateTimeOffset? counted = null;
            try
            {
                counted = await Tell(watches, watches.Key.Item2, cancellationToken);
            }
            finally
            {
                foreach (var watch in watches)
                {
                    watch.End(counted);
                }
            }
        }

        _notBefore = now + (time.GetElapsedTime(begun) * Spacing);
    }

    /// <summary>Counts and tells.</summary>
    /// <returns>Up to when it was counted.</returns>
    private async Task<DateTimeOffset> Tell(IEnumerable<StatisticsWatch> watches, StoreId? only, CancellationToken cancellationToken)
    {
        if (await desk.Read(watches.First().Scope, only, null, null, cancellationToken) is not { } statistics)
        {
            return DateTimeOffset.MaxValue;
        }

        var payload = Utf8Payload.Of(statistics);
        foreach (var watch in watches)
        {
            watch.Connection.SendFrame(nameof(IMerchantClient.Statistics), payload);
        }

        return statistics.At;
    }

    private async Task CutRevoked(CancellationToken cancellationToken)
    {
        foreach (var staff in board.Staff.GroupBy(connection => connection.User))
        {
            if (await merchants.Find(new StaffId(staff.Key), cancellationToken) is { RevokedAt: not null })
            {
                foreach (var connection in staff)
                {
                    connection.Abort();
                }
            }
        }
    }

    [LoggerMessage(2071, LogLevel.Warning, "Statistics could not be told")]
    private static partial void TickFailed(ILogger log, Exception fault);
}
