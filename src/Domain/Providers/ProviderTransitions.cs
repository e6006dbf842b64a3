namespace O2O.Dispatch.Domain.Providers;

/// <summary>The table of a provider's states. Every pair is named.</summary>
public static class ProviderTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static ProviderStatus? Next(ProviderStatus from, ProviderTrigger on) => from switch
    {
        ProviderStatus.Offline => on switch
        {
            ProviderTrigger.StartShift => ProviderStatus.Available,
            ProviderTrigger.EndShift or ProviderTrigger.Reserve or ProviderTrigger.Stop or ProviderTrigger.Drive or ProviderTrigger.TurnToNext or ProviderTrigger.Clear => null,
        },
        ProviderStatus.Available => on switch
        {
            ProviderTrigger.EndShift => ProviderStatus.Offline,
            ProviderTrigger.Reserve => ProviderStatus.Reserved,
            ProviderTrigger.StartShift or ProviderTrigger.Stop or ProviderTrigger.Drive or ProviderTrigger.TurnToNext or ProviderTrigger.Clear => null,
        },
        ProviderStatus.Reserved => on switch
        {
            ProviderTrigger.Reserve => ProviderStatus.Reserved,
            ProviderTrigger.Stop => ProviderStatus.Stopped,
            ProviderTrigger.Clear => ProviderStatus.Available,
            ProviderTrigger.StartShift or ProviderTrigger.EndShift or ProviderTrigger.Drive or ProviderTrigger.TurnToNext => null,
        },
        ProviderStatus.Stopped => on switch
        {
            ProviderTrigger.Drive => ProviderStatus.OnTrip,
            ProviderTrigger.TurnToNext => ProviderStatus.Reserved,
            ProviderTrigger.Clear => ProviderStatus.Available,
            ProviderTrigger.Reserve => ProviderStatus.Stopped,
            ProviderTrigger.StartShift or ProviderTrigger.EndShift or ProviderTrigger.Stop => null,
        },
        ProviderStatus.OnTrip => on switch
        {
            ProviderTrigger.Reserve => ProviderStatus.OnTrip,
            ProviderTrigger.Stop => ProviderStatus.Stopped,
            ProviderTrigger.TurnToNext => ProviderStatus.Reserved,
            ProviderTrigger.Clear => ProviderStatus.Available,
            ProviderTrigger.StartShift or ProviderTrigger.EndShift or ProviderTrigger.Drive => null,
        },
    };
}
