using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// The merchants that somebody listens to: their streams, who watches their statistics, and who is connected for them. A stream begins with its first subscriber and has an epoch of its own, drawn at random, because its
/// sequence is this process's; it stays for a while when nobody hears it, so that who comes back misses nothing. Thread-safe.
/// </summary>
internal sealed class MerchantBoard(ISecretSource secrets, TimeProvider time)
{
    /// <summary>How long a stream that nobody hears stays.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MerchantStream> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<PushConnection, StatisticsWatch> _watches = [];
    private readonly HashSet<PushConnection> _staff = [];
    private readonly List<StreamEvent> _told = [];

    /// <summary>Who watches statistics, in no order.</summary>
    public IReadOnlyList<StatisticsWatch> Watches
    {
        get
        {
            lock (_gate)
            {
                return [.. _watches.Values];
            }
        }
    }

    /// <summary>The connections of who works for a merchant, in no order.</summary>
    public IReadOnlyList<PushConnection> Staff
    {
        get
        {
            lock (_gate)
            {
                return [.. _staff];
            }
        }
    }

    /// <summary>Somebody who works for a merchant came.</summary>
    public void Enter(PushConnection connection)
    {
        lock (_gate)
        {
            _staff.Add(connection);
        }
    }

    /// <summary>A connection went. Harmless for others.</summary>
    public void Leave(PushConnection connection)
    {
        lock (_gate)
        {
            _staff.Remove(connection);
            _watches.Remove(connection);
        }
    }

    /// <summary>News of a job. Called by the event pump alone.</summary>
    /// <returns>The events of the streams that it belongs to; good until the next call.</returns>
    public IReadOnlyList<StreamEvent> Hear(StreamEvent happened, PushMessage.JobChanged changed)
    {
        _told.Clear();
        if (changed.Job.Sale is not { } sale)
        {
            return _told;
        }

        lock (_gate)
        {
            // A code is had at any store of the merchant, so every watch of the merchant may count it.
            foreach (var watch in _watches.Values)
            {
                if (watch.Scope.Merchant.Id.Value == sale.Merchant)
                {
                    watch.Change(happened.At);
                }
            }

            Tell(StreamNames.Merchant(sale.Merchant));
            Tell(StreamNames.Merchant(sale.Merchant, sale.Store));
        }

        return _told;

        void Tell(string name)
        {
            if (_streams.GetValueOrDefault(name)?.Add(name, happened.At, changed with { Pin = null, PaymentAction = null, TipAction = null }) is { } told)
            {
                _told.Add(told);
            }
        }
    }

    /// <summary>Where a stream is, which begins if need be.</summary>
    /// <param name="name">The stream.</param>
    /// <param name="epoch">That the subscriber knows; 0 for none.</param>
    /// <param name="after">The last sequence that it knows.</param>
    /// <returns>Epoch, last sequence, and what was missed; null when that is not known any more.</returns>
    public (long Epoch, long Sequence, IReadOnlyList<StreamEvent>? Missed) Find(string name, long epoch, long after)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(name, out var stream))
            {
                _streams[name] = stream = new MerchantStream(StreamEpoch.Draw(secrets));
            }

            stream.HeardAt = time.GetUtcNow();
            return (stream.Epoch, stream.Sequence, stream.After(epoch, after));
        }
    }

    /// <summary>Begins all streams anew, for something was lost that belongs to them: who comes back is told to reload.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Reset()
    {
        lock (_gate)
        {
            var had = _streams.Count > 0;
            _streams.Clear();
            return had;
        }
    }

    /// <summary>Begins the streams of an order's merchant and store anew.</summary>
    public void Reset(SaleView sale)
    {
        lock (_gate)
        {
            _streams.Remove(StreamNames.Merchant(sale.Merchant));
            _streams.Remove(StreamNames.Merchant(sale.Merchant, sale.Store));
        }
    }

    /// <summary>Forgets streams that nobody has heard for long.</summary>
    public void Forget(Subscriptions subscriptions)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var (name, stream) in _streams)
            {
                if (subscriptions.Find(name) is not null)
                {
                    stream.HeardAt = now;
                }
                else if (now - stream.HeardAt >= Kept)
                {
                    _streams.Remove(name);
                }
            }
        }
    }

    /// <summary>Lets a connection watch statistics; one watch each, the latest counts.</summary>
    public void Watch(PushConnection connection, MerchantScope scope, StoreId? only)
    {
        lock (_gate)
        {
            _watches[connection] = new StatisticsWatch(connection, scope, only, time.GetUtcNow());
        }
    }

    /// <summary>Ends it. Harmless when there is none.</summary>
    public void Unwatch(PushConnection connection)
    {
        lock (_gate)
        {
            _watches.Remove(connection);
        }
    }
}
