namespace O2O.Dispatch.Api.Live;

/// <summary>The state byte of a vehicle in a map frame.</summary>
internal enum VehicleState : byte
{
    /// <summary>Off the map.</summary>
    Offline = 0,

    /// <summary>On a shift with nothing to do.</summary>
    Available = 1,

    /// <summary>On the way to a pick-up.</summary>
    Reserved = 2,

    /// <summary>On a trip.</summary>
    OnTrip = 3,

    /// <summary>Waiting at a pick-up.</summary>
    Stopped = 4,
}
