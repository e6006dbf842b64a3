using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Contracts.Markets;

/// <summary>
/// Keeps a process of a cluster up to date with the definitions of its markets: asks the market grains again and again, because only the silo that has a market's grain hears of a change.
/// A market that nobody has defined yet is defined from what the process brings. Thread-safe.
/// </summary>
/// <param name="names">The markets.</param>
/// <param name="definitions">Definitions by market, for those that are not defined yet; none for a process that only asks.</param>
/// <param name="take">Takes a definition in; called with what is known already as well.</param>
/// <param name="grains">Where definitions are.</param>
/// <param name="work">Runs the asking.</param>
/// <param name="time">Tells when to ask again.</param>
/// <param name="log">Where it says what it could not read.</param>
public sealed partial class MarketWatch(
    IReadOnlyList<string> names,
    IReadOnlyDictionary<string, string> definitions,
    Action<Market> take,
    IGrainFactory grains,
    IBackgroundWork work,
    TimeProvider time,
    ILogger<MarketWatch> log)
{
    /// <summary>Between two looks; a changed market is known everywhere after that long.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private long _answered = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>When the market grains last answered for every market; the least instant while they never did.</summary>
    public DateTimeOffset AnsweredAt => new(Volatile.Read(ref _answered), TimeSpan.Zero);

    /// <summary>Starts to look; goes on until the host stops.</summary>
    public void Start() => work.Start("market-watch", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Look(cancellationToken);
            await Task.Delay(Period, time, cancellationToken);
        }
    });

    /// <summary>Asks for every market once. What cannot be had is logged, and what is known of it goes on to count.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        var all = true;
        foreach (var name in names)
        {
            try
            {
                await Look(name, cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                NotRead(log, name, fault.Message);
                all = false;
            }
        }

        if (all)
        {
            Volatile.Write(ref _answered, time.GetUtcNow().UtcTicks);
        }
    }

    private async Task Look(string name, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IMarketGrain>(name);
        var view = await grain.Get(cancellationToken);
        if (view is null && definitions.TryGetValue(name, out var definition))
        {
            var reply = await grain.Define(definition, cancellationToken);
            if (reply.Rejection is { } why)
            {
                Refused(log, name, why, reply.Detail);
                return;
            }

            Defined(log, name);
            view = reply.View;
        }

        if (view is null)
        {
            Undefined(log, name);
        }
        else if (MarketCodec.Read(view.Definition, out var fault) is { } market)
        {
            take(market);
        }
        else
        {
            NotRead(log, name, fault!);
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "The definition of market {Market} could not be read: {Reason}")]
    private static partial void NotRead(ILogger log, string market, string reason);

    [LoggerMessage(2102, LogLevel.Information, "Market {Market} was not defined yet and is now")]
    private static partial void Defined(ILogger log, string market);

    [LoggerMessage(2103, LogLevel.Warning, "Market {Market} is not defined, and no file defines it")]
    private static partial void Undefined(ILogger log, string market);

    [LoggerMessage(2104, LogLevel.Error, "The definition that market {Market} was to have is refused: {Reason}. {Detail}")]
    private static partial void Refused(ILogger log, string market, Rejection reason, string? detail);
}
