using System.Globalization;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>
/// Reads this product's own rides files: a header with <c>pickup_time, pickup_lat, pickup_lon, dropoff_lat, dropoff_lon</c> and, where there are any,
/// <c>pickup_node, pickup_node_m, dropoff_node, dropoff_node_m</c>. Other columns, the cab among them, are passed over: the replay has cabs of its own.
/// </summary>
public sealed class RidesFileReader : ITripReader
{
    private const double FarthestMetres = 20_100_000;

    private readonly int _time;
    private readonly int _pickUpLat;
    private readonly int _pickUpLon;
    private readonly int _dropOffLat;
    private readonly int _dropOffLon;
    private readonly (int Node, int Metres) _pickUpSnap;
    private readonly (int Node, int Metres) _dropOffSnap;

    private RidesFileReader(IReadOnlyList<string> header)
    {
        _time = TripFields.Column(header, "pickup_time");
        _pickUpLat = TripFields.Column(header, "pickup_lat");
        _pickUpLon = TripFields.Column(header, "pickup_lon");
        _dropOffLat = TripFields.Column(header, "dropoff_lat");
        _dropOffLon = TripFields.Column(header, "dropoff_lon");
        _pickUpSnap = (TripFields.Column(header, "pickup_node"), TripFields.Column(header, "pickup_node_m"));
        _dropOffSnap = (TripFields.Column(header, "dropoff_node"), TripFields.Column(header, "dropoff_node_m"));
    }

    /// <inheritdoc/>
    public string Format => "rides file (pickup_time, pickup_lat, pickup_lon, dropoff_lat, dropoff_lon)";

    /// <summary>The reader of this header; null when it is another format's.</summary>
    public static RidesFileReader? For(IReadOnlyList<string> header)
    {
        var reader = new RidesFileReader(header);
        return reader is { _time: >= 0, _pickUpLat: >= 0, _pickUpLon: >= 0, _dropOffLat: >= 0, _dropOffLon: >= 0 } ? reader : null;
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<string> fields, out PublishedTrip trip, out string? fault)
    {
        trip = default;
        if (!TripFields.TryTime("pickup_time", fields[_time], out var at, out fault)
            || !TripFields.TryPlace("pickup_lon", fields[_pickUpLon], "pickup_lat", fields[_pickUpLat], out var pickUp, out fault)
            || !TripFields.TryPlace("dropoff_lon", fields[_dropOffLon], "dropoff_lat", fields[_dropOffLat], out var dropOff, out fault)
            || !TrySnap("pickup_node", fields, _pickUpSnap, out var pickUpSnap, out fault)
            || !TrySnap("dropoff_node", fields, _dropOffSnap, out var dropOffSnap, out fault))
        {
            return false;
        }

        trip = new PublishedTrip(at, pickUp, dropOff, pickUpSnap, dropOffSnap);
        return true;
    }

    /// <summary>An empty node is not a fault: the file names none for places far from every road.</summary>
    private static bool TrySnap(string name, ReadOnlySpan<string> fields, (int Node, int Metres) columns, out PublishedSnap? snap, out string? fault)
    {
        snap = null;
        fault = null;
        if (columns.Node < 0 || columns.Metres < 0 || fields[columns.Node].Length == 0)
        {
            return true;
        }

        if (!long.TryParse(fields[columns.Node], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var node))
        {
            fault = $"{name} '{fields[columns.Node]}' is not a whole number.";
            return false;
        }

        if (!TripFields.TryNumber($"{name}_m", fields[columns.Metres], out var metres, out fault))
        {
            return false;
        }

        if (!(metres >= 0 && metres <= FarthestMetres))
        {
            fault = $"{name}_m {fields[columns.Metres]} is no distance on earth.";
            return false;
        }

        snap = new PublishedSnap(node, metres);
        return true;
    }
}
