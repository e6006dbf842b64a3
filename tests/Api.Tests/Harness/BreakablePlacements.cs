using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Placements;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Placements;

namespace O2O.Dispatch.Api.Tests.Harness;

/// <summary>The store of placements. What runs can be taken away by a test, or made wait.</summary>
public sealed class BreakablePlacements(IPlacementStore placements) : IPlacementStore
{
    private int _asked;
    private volatile bool _broken;
    private volatile Task _gate = Task.CompletedTask;

    /// <summary>Whether what runs cannot be read.</summary>
    public bool Broken
    {
        get => _broken;
        set => _broken = value;
    }

    /// <summary>How often what runs was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>What runs waits for it.</summary>
    public Task Gate
    {
        get => _gate;
        set => _gate = value;
    }

    public ValueTask<Edit<PlacementEntry>> Put(Placement placement, long version, DateTimeOffset now, CancellationToken cancellationToken) => placements.Put(placement, version, now, cancellationToken);

    public ValueTask<PlacementEntry?> Find(PlacementId placement, DateTimeOffset now, CancellationToken cancellationToken) => placements.Find(placement, now, cancellationToken);

    public ValueTask<ImmutableArray<PlacementEntry>> Of(MerchantId merchant, PlacementId? before, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        placements.Of(merchant, before, now, limit, cancellationToken);

    public async ValueTask<ImmutableArray<Placement>> Running(DateTimeOffset now, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        await Gate;
        return Broken ? throw new StoreUnavailableException("Taken away by the test.") : await placements.Running(now, cancellationToken);
    }

    public ValueTask<PlacementClick?> Click(PlacementDisplay display, DateTimeOffset at, TimeSpan window, CancellationToken cancellationToken) => placements.Click(display, at, window, cancellationToken);

    public ValueTask<ImmutableArray<PlacementVisit>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => placements.Due(now, limit, cancellationToken);

    public ValueTask<bool> Bill(PlacementVisit visit, DateTimeOffset now, CancellationToken cancellationToken) => placements.Bill(visit, now, cancellationToken);
}
