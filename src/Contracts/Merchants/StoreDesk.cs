using System.Collections.Concurrent;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What stores sell, remembered for <see cref="Seen"/>: what is left may have gone meanwhile, which the taking of it finds. Thread-safe.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="time">Tells when to look again.</param>
public sealed class StoreDesk(IMerchantStore store, TimeProvider time) : IStoreCatalog
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Seen = TimeSpan.FromSeconds(2);

    private const int MostKnown = 5_000;
    private readonly ConcurrentDictionary<(StoreId Store, StoreChannel Channel), (StoreOffer Offer, DateTimeOffset At)> _known = new();
    private int _edits;

    /// <inheritdoc/>
    public async ValueTask<StoreOffer?> Find(StoreId id, StoreChannel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue((id, channel), out var known) && now - known.At < Seen && now >= known.At)
        {
            return known.Offer;
        }

        var edits = Volatile.Read(ref _edits);
        var offer = await store.Offer(id, channel, cancellationToken);
        if (offer is null)
        {
            return null;
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        // What was read before an edit on this node must not be told after it.
        if (edits == Volatile.Read(ref _edits))
        {
            _known[(id, channel)] = (offer, now);
        }

        return offer;
    }

    /// <summary>Looks anew at every store from now on: something was changed here.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _edits);
        _known.Clear();
    }
}
