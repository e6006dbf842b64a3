namespace O2O.Dispatch.Domain.Journeys;

/// <summary>By what a customer came.</summary>
public enum JourneySource
{
    /// <summary>A link.</summary>
    Link,

    /// <summary>A code that was scanned.</summary>
    Qr,

    /// <summary>The customers' page or app itself.</summary>
    Portal,

    /// <summary>A chat app.</summary>
    ChatApp,

    /// <summary>A campaign.</summary>
    Campaign,

    /// <summary>A search.</summary>
    Search,

    /// <summary>Another customer.</summary>
    Referral,

    /// <summary>An integrator's key. Nobody says it: a quote that is asked with a key has it.</summary>
    ApiKey,

    /// <summary>A partner: it reported a job, or its link was opened. Nobody says it.</summary>
    Partner,

    /// <summary>A game's link that was opened. Nobody says it.</summary>
    Game,
}
