namespace O2O.Dispatch.Api.Hubs;

/// <summary>What a stream is about.</summary>
internal enum StreamKind
{
    /// <summary>A customer.</summary>
    Customer,

    /// <summary>A provider.</summary>
    Provider,

    /// <summary>A job.</summary>
    Job,

    /// <summary>A market.</summary>
    Market,

    /// <summary>A merchant.</summary>
    Merchant,
}
