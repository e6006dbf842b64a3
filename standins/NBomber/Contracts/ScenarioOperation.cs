namespace NBomber.Contracts;

/// <summary>What a scenario is doing.</summary>
public enum ScenarioOperation
{
    /// <summary>Being prepared.</summary>
    Init = 0,

    /// <summary>Being cleaned up.</summary>
    Clean = 1,

    /// <summary>Running without being counted.</summary>
    WarmUp = 2,

    /// <summary>Running and counted.</summary>
    Bombing = 3,
}
