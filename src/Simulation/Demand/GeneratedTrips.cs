using O2O.Dispatch.Geo.Cities;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>Trips of a generated city, in the form the simulation takes.</summary>
public static class GeneratedTrips
{
    /// <summary>Draws the trips of a period; see <see cref="CityDemand.Generate"/>.</summary>
    public static IReadOnlyList<Trip> Of(City city, DateTimeOffset from, DateTimeOffset to, double requestsPerHour, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(city);
        var drawn = CityDemand.Generate(city, from, to, requestsPerHour, seed);
        var trips = new Trip[drawn.Count];
        for (var i = 0; i < trips.Length; i++)
        {
            var (offset, pickUp, dropOff) = drawn[i];
            trips[i] = new Trip(i, from.AddMilliseconds(offset), city.Network.Point(pickUp), pickUp, city.Network.Point(dropOff), dropOff);
        }

        return trips;
    }
}
