namespace O2O.Dispatch.Simulation.Demand;

/// <summary>The road node that a file names for a place.</summary>
/// <param name="Node">The id the node was published with.</param>
/// <param name="Metres">How far it lies from the place, straight.</param>
public readonly record struct PublishedSnap(long Node, double Metres);
