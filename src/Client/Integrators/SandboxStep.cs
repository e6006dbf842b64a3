namespace O2O.Dispatch.Client.Integrators;

/// <summary>What the sandbox does with a job in a provider's stead.</summary>
public enum SandboxStep
{
    /// <summary>A provider takes it.</summary>
    Accept,

    /// <summary>It is at the pick-up.</summary>
    Arrive,

    /// <summary>The service begins.</summary>
    Start,

    /// <summary>The service ends.</summary>
    Complete,
}
