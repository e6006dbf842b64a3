namespace O2O.Dispatch.Grains;

/// <summary>Names of grain storage. A row's key holds the state's name and the grain's key but not its class, so each state name is used by one class alone.</summary>
public static class StorageNames
{
    /// <summary>The storage provider of all grain state that is not money.</summary>
    public const string Provider = "dispatch";

    /// <summary>The state of a provider.</summary>
    public const string ProviderState = "provider";

    /// <summary>The state of a customer.</summary>
    public const string CustomerState = "customer";

    /// <summary>The state of a market.</summary>
    public const string MarketState = "market";

    /// <summary>The state of a service's surge.</summary>
    public const string SurgeState = "surge";

    /// <summary>State of what operators did about prices.</summary>
    public const string SurgeLogState = "surge-log";

    /// <summary>The last comparison of payments.</summary>
    public const string ReconciliationState = "reconciliation";
}
