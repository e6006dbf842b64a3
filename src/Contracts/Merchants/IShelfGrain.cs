namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>
/// The stock of one store, keyed by its id (32 hexadecimal digits). What comes in one moment is one transaction of the store, so that a hot product is not slow. It awaits no other grain; what makes it
/// safe is the transaction, not that there is one activation.
/// </summary>
[Alias("o2o.shelf")]
public interface IShelfGrain : IGrainWithStringKey
{
    /// <summary>A job takes all of its lines or none, once.</summary>
    [Alias("take")]
    Task<StockReply> Take(TakeStock command, CancellationToken cancellationToken);

    /// <summary>A job gives back what it took, once; a job that has taken nothing cannot take any more.</summary>
    [Alias("give-back")]
    Task<StockReply> GiveBack(Guid job, CancellationToken cancellationToken);

    /// <summary>A job gives back what was never had of its one item, once.</summary>
    [Alias("give-back-rest")]
    Task<StockReply> GiveBackRest(Guid job, int pieces, CancellationToken cancellationToken);

    /// <summary>A product is sold one way from now on with so many there, or not any more.</summary>
    [Alias("put")]
    Task<StockReply> Put(PutStock command, CancellationToken cancellationToken);
}
