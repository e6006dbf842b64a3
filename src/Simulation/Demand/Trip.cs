using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>A wish to go from one place to another: one request of the simulation.</summary>
/// <param name="Index">Its number among the trips of its reading, ascending by time, from 0; ids derive from it.</param>
/// <param name="At">When it is requested, whole milliseconds.</param>
/// <param name="PickUp">Where it begins.</param>
/// <param name="PickUpNode">The road node of the pick-up.</param>
/// <param name="DropOff">Where it ends.</param>
/// <param name="DropOffNode">The road node of the drop-off.</param>
public readonly record struct Trip(long Index, DateTimeOffset At, GeoPoint PickUp, int PickUpNode, GeoPoint DropOff, int DropOffNode);
