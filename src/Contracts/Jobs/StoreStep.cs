namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What a store does with a job.</summary>
[GenerateSerializer, Alias("o2o.store-step")]
public enum StoreStep
{
    /// <summary>It takes the order.</summary>
    Accept = 0,

    /// <summary>It cannot serve the order.</summary>
    Reject = 1,

    /// <summary>The goods are ready.</summary>
    Prepared = 2,

    /// <summary>Some of what was paid is had at the counter.</summary>
    Redeem = 3,
}
