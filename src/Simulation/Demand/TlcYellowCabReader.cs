namespace O2O.Dispatch.Simulation.Demand;

/// <summary>
/// Reads the yellow-cab trip records of the New York City Taxi and Limousine Commission as published with coordinates, 2009 to mid-2016. The names of the columns varied by the year
/// (<c>Trip_Pickup_DateTime, Start_Lon</c>; <c>pickup_datetime, pickup_longitude</c>; <c>tpep_pickup_datetime</c>), some headers have spaces, and some rows more commas than the header.
/// A place published as 0, 0 is no fault: it lies far from every road and is left out as such.
/// </summary>
public sealed class TlcYellowCabReader : ITripReader
{
    private readonly string[] _names;
    private readonly int _time;
    private readonly int _pickUpLon;
    private readonly int _pickUpLat;
    private readonly int _dropOffLon;
    private readonly int _dropOffLat;

    private TlcYellowCabReader(IReadOnlyList<string> header)
    {
        _names = [.. header];
        _time = TripFields.Column(header, "tpep_pickup_datetime", "pickup_datetime", "Trip_Pickup_DateTime");
        _pickUpLon = TripFields.Column(header, "pickup_longitude", "Start_Lon");
        _pickUpLat = TripFields.Column(header, "pickup_latitude", "Start_Lat");
        _dropOffLon = TripFields.Column(header, "dropoff_longitude", "End_Lon");
        _dropOffLat = TripFields.Column(header, "dropoff_latitude", "End_Lat");
    }

    /// <inheritdoc/>
    public string Format => "TLC yellow-cab records 2009 to 2016 (pickup_datetime, pickup_longitude, pickup_latitude, dropoff_longitude, dropoff_latitude, under any of their names)";

    /// <summary>The reader of this header; null when it is another format's.</summary>
    public static TlcYellowCabReader? For(IReadOnlyList<string> header)
    {
        var reader = new TlcYellowCabReader(header);
        return reader is { _time: >= 0, _pickUpLon: >= 0, _pickUpLat: >= 0, _dropOffLon: >= 0, _dropOffLat: >= 0 } ? reader : null;
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<string> fields, out PublishedTrip trip, out string? fault)
    {
        trip = default;
        if (!TripFields.TryTime(_names[_time], fields[_time], out var at, out fault)
            || !TripFields.TryPlace(_names[_pickUpLon], fields[_pickUpLon], _names[_pickUpLat], fields[_pickUpLat], out var pickUp, out fault)
            || !TripFields.TryPlace(_names[_dropOffLon], fields[_dropOffLon], _names[_dropOffLat], fields[_dropOffLat], out var dropOff, out fault))
        {
            return false;
        }

        trip = new PublishedTrip(at, pickUp, dropOff, null, null);
        return true;
    }
}
