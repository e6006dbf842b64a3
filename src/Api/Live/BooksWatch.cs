using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Live;

/// <summary>Holds the books against the jobs now and then, and counts what the outbox owes. Thread-safe to read.</summary>
internal sealed partial class BooksWatch(ILedgerReader ledger, IOutboxStore outbox, IBackgroundWork work, TimeProvider time, IOptions<LiveOptions> options, ILogger<BooksWatch> log)
{
    // A check reads every job: it may take no more than a twentieth of the time.
    private const int Spacing = 20;

    private volatile LedgerCheck? _ledger;
    private long _checkedAt;
    private long _waiting;
    private long _parked;

    /// <summary>The last check; null before the first.</summary>
    public LedgerCheck? Ledger => _ledger;

    /// <summary>When it was; null before the first.</summary>
    public DateTimeOffset? CheckedAt => Volatile.Read(ref _checkedAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Outbox rows that wait.</summary>
    public long Waiting => Volatile.Read(ref _waiting);

    /// <summary>Outbox rows that were set aside.</summary>
    public long Parked => Volatile.Read(ref _parked);

    /// <summary>Starts to watch; goes on until the engine stops.</summary>
    public void Start()
    {
        work.Start("live-ledger", async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(await Check(cancellationToken), time, cancellationToken);
            }
        });
        work.Start("live-outbox", async cancellationToken =>
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await Count(cancellationToken);
                await Task.Delay(options.Value.FollowPeriod, time, cancellationToken);
            }
        });
    }

    /// <summary>Checks the books once.</summary>
    /// <returns>How long to wait before the next check.</returns>
    public async Task<TimeSpan> Check(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            _ledger = await ledger.Verify(cancellationToken);
            Volatile.Write(ref _checkedAt, time.GetUtcNow().UtcTicks);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            CheckFailed(log, fault);
        }

        var spaced = time.GetElapsedTime(begun) * Spacing;
        return spaced > options.Value.LedgerCheckPeriod ? spaced : options.Value.LedgerCheckPeriod;
    }

    /// <summary>Counts the outbox once.</summary>
    public async Task Count(CancellationToken cancellationToken)
    {
        try
        {
            var (waiting, parked) = await outbox.Count(cancellationToken);
            Volatile.Write(ref _waiting, waiting);
            Volatile.Write(ref _parked, parked);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            CountFailed(log, fault);
        }
    }

    [LoggerMessage(2001, LogLevel.Warning, "The books could not be checked")]
    private static partial void CheckFailed(ILogger log, Exception fault);

    [LoggerMessage(2002, LogLevel.Warning, "The outbox could not be counted")]
    private static partial void CountFailed(ILogger log, Exception fault);
}
