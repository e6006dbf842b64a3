namespace O2O.Dispatch.Domain.Statistics;

/// <summary>What happens to a store's order that its merchant counts. The names are stored: a value may come, none may change.</summary>
public enum SaleFactKind
{
    /// <summary>The order's money was held for the first time: from then on it is the store's business. Once a job.</summary>
    Ordered,

    /// <summary>The store was asked. No value.</summary>
    Asked,

    /// <summary>The store took it. The value is how long it was thought about, in milliseconds; none where it takes every order by itself.</summary>
    Accepted,

    /// <summary>The store could not. No value.</summary>
    Rejected,

    /// <summary>The store did not answer in time. No value.</summary>
    Silent,

    /// <summary>The goods were ready, or left where nobody had said so. The value is the time since the store took the order, in milliseconds.</summary>
    Prepared,

    /// <summary>The courier left with the goods. The value is how long the courier was at the store, in milliseconds.</summary>
    Collected,

    /// <summary>The job is done. The value is the time since the order, in milliseconds, of goods that are brought as soon as possible; none of others.</summary>
    Completed,

    /// <summary>Some of it was had at a counter. The value is how many units.</summary>
    Redeemed,
}
