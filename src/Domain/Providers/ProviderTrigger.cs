namespace O2O.Dispatch.Domain.Providers;

/// <summary>What can move a provider.</summary>
public enum ProviderTrigger
{
    /// <summary>A shift begins.</summary>
    StartShift,

    /// <summary>A shift ends.</summary>
    EndShift,

    /// <summary>A job is taken.</summary>
    Reserve,

    /// <summary>A stop is reached.</summary>
    Stop,

    /// <summary>The customer or goods come on board, or the way goes on.</summary>
    Drive,

    /// <summary>A job of the plan is over and the next one waits for its pick-up.</summary>
    TurnToNext,

    /// <summary>The last job of the plan is over.</summary>
    Clear,
}
