namespace O2O.Dispatch.Contracts.Http;

/// <summary>How many vehicles are in a cell of a map that is looked at from afar.</summary>
/// <param name="Cell">Its name, the same as long as the view is; what is told of it later replaces this.</param>
/// <param name="Longitude">Where its vehicles are, the mean of them when it was told; of an empty cell its middle. WGS-84 degrees.</param>
/// <param name="Latitude">See longitude.</param>
/// <param name="Available">Vehicles with nothing to do. Where all four numbers are 0, the cell is empty.</param>
/// <param name="Reserved">Vehicles on the way to a pick-up.</param>
/// <param name="OnTrip">Vehicles on a trip.</param>
/// <param name="Stopped">Vehicles that wait at a pick-up.</param>
public sealed record MapCell(string Cell, double Longitude, double Latitude, int Available, int Reserved, int OnTrip, int Stopped);
