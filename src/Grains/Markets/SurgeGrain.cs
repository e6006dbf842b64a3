using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Surge;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Markets;

/// <summary>
/// What the prices of one service are multiplied by. It counts when it is asked, because the multiplier moves by the time that has passed and not by how often it is counted: a service that nobody
/// asks a price of costs nothing.
/// </summary>
public sealed partial class SurgeGrain(
    [PersistentState(StorageNames.SurgeState, StorageNames.Provider)] IPersistentState<SurgeDocument> stored,
    [PersistentState(StorageNames.SurgeLogState, StorageNames.Provider)] IPersistentState<SurgeLogDocument> log,
    MarginBoard margins,
    IVoucherStore vouchers,
    TimeProvider time,
    ILogger<SurgeGrain> logger) : Grain, ISurgeGrain
{
    private const int KeptChanges = 10_000;
    private const int ShownChanges = 100;
    private const int LongestReason = 200;
    private const int Highest = 100_000;
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestOwn = TimeSpan.FromDays(1);

    private readonly SortedDictionary<string, (SurgeState State, int Waiting, int Free)> _zones = new(StringComparer.Ordinal);
    private string _market = string.Empty;
    private string _className = string.Empty;
    private ServiceClass? _class;
    private MarginFloor? _least;
    private bool _isAtFloor;
    private long _marketVersion = -1;
    private DateTimeOffset _counted;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_market, _className) = ShardKey.Parse(this.GetPrimaryKeyString());
        foreach (var zone in stored.State.Zones)
        {
            var own = zone is { Own: { } points, OwnUntil: { } until } ? new SurgeOverride(new BasisPoints(points), until, zone.OwnBy ?? string.Empty, zone.OwnReason ?? string.Empty) : null;
            _zones[zone.Zone] = (new SurgeState(zone.Smooth, new BasisPoints(zone.Shown), zone.At, own), 0, 0);
        }

        // What was done before the log had a document of its own stands with the zones.
        if (log.State.Changes.Count == 0)
        {
            log.State.Changes.AddRange(Enumerable.Reverse(stored.State.Changes));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<SurgeView?> Get(CancellationToken cancellationToken) => await Count(cancellationToken) ? View() : null;

    /// <inheritdoc/>
    public async Task<SurgeReply> Override(OverrideSurge command, CancellationToken cancellationToken)
    {
        if (!await Count(cancellationToken))
        {
            return new SurgeReply(null, Rejection.MarketUnknown, $"No service '{_className}' in a market '{_market}'.");
        }

        var faults = Faults(command).ToList();
        if (faults.Count > 0)
        {
            return new SurgeReply(View(), Rejection.InputInvalid, string.Join(' ', faults));
        }

        var now = time.GetUtcNow();
        var own = command.BasisPoints is { } points ? new SurgeOverride(new BasisPoints(points), now + command.For, command.By, command.Reason.Trim()) : null;
        // On record before it counts: what dies in between is on record and does not count.
        log.State.Changes.Add(new SurgeChange(now, command.By, command.Zone, command.BasisPoints, own?.Until, command.Reason.Trim()));
        if (log.State.Changes.Count > KeptChanges)
        {
            log.State.Dropped += log.State.Changes.Count - KeptChanges;
            log.State.Changes.RemoveRange(0, log.State.Changes.Count - KeptChanges);
        }

        await log.WriteStateAsync();
        foreach (var zone in command.Zone is { } one ? [one] : _zones.Keys.ToList())
        {
            _zones[zone] = _zones[zone] with { State = _zones[zone].State with { Override = own } };
        }

        stored.State.Changes.Clear();
        await Write();
        await LookAtFloor(cancellationToken);
        return new SurgeReply(View(), null, null);
    }

    /// <inheritdoc/>
    public Task<SurgeChangePage> Changes(long? before, int limit, CancellationToken cancellationToken)
    {
        var end = (int)Math.Clamp((before ?? long.MaxValue) - 1 - log.State.Dropped, 0, log.State.Changes.Count);
        return Task.FromResult(new SurgeChangePage(Latest(end, limit), log.State.Dropped + end));
    }

    /// <summary>Of the first changes that are kept the last, the newest first.</summary>
    private ImmutableArray<SurgeChange> Latest(int end, int limit)
    {
        var latest = CollectionsMarshal.AsSpan(log.State.Changes)[Math.Max(0, end - limit)..end].ToArray();
        Array.Reverse(latest);
        return ImmutableCollectionsMarshal.AsImmutableArray(latest);
    }

    private IEnumerable<string> Faults(OverrideSurge command)
    {
        if (_class!.Surge is null)
        {
            yield return $"service_class: the prices of '{_className}' follow no demand; give it a surge plan first.";
        }
        else if (_zones.Count == 0)
        {
            yield return $"zone: the map of '{_market}' is not known yet; try again in some seconds.";
        }
        else if (command.Zone is { } zone && !_zones.ContainsKey(zone))
        {
            yield return $"zone: there is no pricing zone '{zone}' in '{_market}'.";
        }

        if (command.BasisPoints is { } points && points is < 10_000 or > Highest)
        {
            yield return "multiplier: lies between 1 and 10.";
        }

        if (command.BasisPoints is not null && (command.For <= TimeSpan.Zero || command.For > LongestOwn))
        {
            yield return $"minutes: more than 0 and at most {LongestOwn.TotalMinutes:0} are expected.";
        }

        if (string.IsNullOrWhiteSpace(command.Reason) || command.Reason.Trim().Length > LongestReason)
        {
            yield return $"reason: 1 to {LongestReason} characters are expected.";
        }
    }

    /// <summary>Counts anew when that is due.</summary>
    /// <returns>Whether the market knows the service.</returns>
    private async Task<bool> Count(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_class is not null && now - _counted < CountEvery)
        {
            return true;
        }

        if (await GrainFactory.GetGrain<IMarketGrain>(_market).Get(cancellationToken) is not { } view)
        {
            return false;
        }

        if (view.Version != _marketVersion)
        {
            var market = MarketCodec.Read(view.Definition, out _);
            (_class, _least) = (market?.Classes.FirstOrDefault(known => known.Id.Value == _className), market?.LeastMargin);
            _marketVersion = view.Version;
        }

        if (_class is not { } serviceClass)
        {
            return false;
        }

        _counted = now;
        if (serviceClass.Surge is not { } plan)
        {
            return true;
        }

        var changed = false;
        foreach (var zone in await GrainFactory.GetGrain<IDispatchShardGrain>(this.GetPrimaryKeyString()).Demand(cancellationToken))
        {
            var before = _zones.TryGetValue(zone.Zone, out var known) ? known.State : SurgeState.Plain(now);
            var state = before.Next(plan, zone.Waiting, zone.Free, now);
            _zones[zone.Zone] = (state, zone.Waiting, zone.Free);
            changed |= state.Shown != before.Shown || state.Override != before.Override;
        }

        if (changed)
        {
            await Write();
        }

        await LookAtFloor(cancellationToken);
        return true;
    }

    /// <summary>
    /// An operator's own multiplier below the counted one is paid by the platform: it stops where the market has nothing left above its floor, with what vouchers hold of that. As long as nobody can say what
    /// is left, what was said before stands: prices do not wait for the ledger.
    /// </summary>
    private async Task LookAtFloor(CancellationToken cancellationToken)
    {
        if (_least is not { } least || !_zones.Values.Any(zone => zone.State.Override is { } own && own.Multiplier.Value < zone.State.Shown.Value))
        {
            _isAtFloor = false;
            return;
        }

        try
        {
            var (market, now) = (new MarketId(_market), time.GetUtcNow());
            var read = await margins.Of(market, least, cancellationToken);
            _isAtFloor = read.Above <= await vouchers.Exposed(market, least.Floor.Currency, read.ReadAt, now, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            FloorUnknown(logger, _market, fault);
        }
    }

    private Task Write()
    {
        stored.State.Zones = [.. _zones.Select(zone => new SurgeZoneDocument
        {
            Zone = zone.Key,
            Smooth = zone.Value.State.Smooth,
            Shown = zone.Value.State.Shown.Value,
            At = zone.Value.State.At,
            Own = zone.Value.State.Override?.Multiplier.Value,
            OwnUntil = zone.Value.State.Override?.Until,
            OwnBy = zone.Value.State.Override?.By,
            OwnReason = zone.Value.State.Override?.Reason,
        })];
        return stored.WriteStateAsync();
    }

    private SurgeView View() => new(
        _class?.Surge is null ? [] : [.. _zones.Select(zone => new ZoneSurge(
            zone.Key, zone.Value.State.Shown.Value, zone.Value.State.Override?.Multiplier.Value, zone.Value.State.Override?.Until, zone.Value.Waiting, zone.Value.Free,
            _isAtFloor && zone.Value.State.Override?.Multiplier.Value < zone.Value.State.Shown.Value))],
        Latest(log.State.Changes.Count, ShownChanges),
        log.State.Dropped + log.State.Changes.Count);
}
