using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>A row of a trips file as it was published.</summary>
/// <param name="PickUpAt">The local time of the pick-up, taken as a UTC instant.</param>
/// <param name="PickUp">Where it began.</param>
/// <param name="DropOff">Where it ended.</param>
/// <param name="PickUpSnap">The road node the file names for the pick-up; null when it names none.</param>
/// <param name="DropOffSnap">The road node the file names for the drop-off; null when it names none.</param>
public readonly record struct PublishedTrip(DateTimeOffset PickUpAt, GeoPoint PickUp, GeoPoint DropOff, PublishedSnap? PickUpSnap, PublishedSnap? DropOffSnap);
