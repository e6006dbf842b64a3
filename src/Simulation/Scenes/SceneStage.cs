namespace O2O.Dispatch.Simulation.Scenes;

/// <summary>The stages of loading a city, in order.</summary>
public enum SceneStage
{
    /// <summary>Files are read, or a city is generated.</summary>
    Loading,

    /// <summary>The table of travel times is worked out.</summary>
    TravelTimes,
}
