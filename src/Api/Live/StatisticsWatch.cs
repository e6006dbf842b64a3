using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Live;

/// <summary>Somebody who watches a merchant's statistics of today.</summary>
internal sealed class StatisticsWatch(PushConnection connection, MerchantScope scope, StoreId? only, DateTimeOffset toldAt)
{
    private readonly Lock _gate = new();
    private bool _isStale;
    private DateTimeOffset _changedAt;

    /// <summary>Who watches.</summary>
    public PushConnection Connection => connection;

    /// <summary>For whom.</summary>
    public MerchantScope Scope => scope;

    /// <summary>The one store that is watched; null for all that the scope sees.</summary>
    public StoreId? Only => only;

    /// <summary>When they were last told. Touched by the ticker alone.</summary>
    public DateTimeOffset ToldAt { get; set; } = toldAt;

    /// <summary>Whether something has happened that is not counted.</summary>
    public bool IsStale
    {
        get
        {
            lock (_gate)
            {
                return _isStale;
            }
        }
    }

    /// <summary>Something happened.</summary>
    public void Change(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_isStale, _changedAt) = (true, at > _changedAt ? at : _changedAt);
        }
    }

    /// <summary>Counting begins: what happens from here on is not in it.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _isStale = false;
        }
    }

    /// <summary>It was counted up to an instant. What another node's clock says happened later is not in it.</summary>
    /// <param name="upTo">The instant; null when it could not be counted.</param>
    public void End(DateTimeOffset? upTo)
    {
        lock (_gate)
        {
            _isStale |= upTo is null || _changedAt >= upTo;
        }
    }
}
