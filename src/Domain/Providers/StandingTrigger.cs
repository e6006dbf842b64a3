namespace O2O.Dispatch.Domain.Providers;

/// <summary>What can change a provider's standing.</summary>
public enum StandingTrigger
{
    /// <summary>An operator approves the application.</summary>
    Approve,

    /// <summary>An operator suspends.</summary>
    Suspend,

    /// <summary>An operator lets the provider work again.</summary>
    Reinstate,
}
