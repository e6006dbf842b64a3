namespace O2O.Dispatch.Domain.Providers;

/// <summary>The table of a provider's standing. Every pair is named.</summary>
public static class StandingTransitions
{
    /// <summary>The standing after a trigger, or null when the trigger is illegal.</summary>
    public static ProviderStanding? Next(ProviderStanding from, StandingTrigger on) => from switch
    {
        ProviderStanding.Applied => on switch
        {
            StandingTrigger.Approve => ProviderStanding.Approved,
            StandingTrigger.Suspend => ProviderStanding.Suspended,
            StandingTrigger.Reinstate => null,
        },
        ProviderStanding.Approved => on switch
        {
            StandingTrigger.Suspend => ProviderStanding.Suspended,
            StandingTrigger.Approve or StandingTrigger.Reinstate => null,
        },
        ProviderStanding.Suspended => on switch
        {
            StandingTrigger.Reinstate => ProviderStanding.Approved,
            StandingTrigger.Approve or StandingTrigger.Suspend => null,
        },
    };
}
