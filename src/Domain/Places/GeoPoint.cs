using System.Globalization;

namespace O2O.Dispatch.Domain.Places;

/// <summary>A place on the earth: WGS-84 degrees, longitude first. <c>default</c> is the point 0, 0.</summary>
public readonly record struct GeoPoint
{
    /// <summary>Makes a point.</summary>
    /// <param name="longitude">Degrees east, -180 to 180.</param>
    /// <param name="latitude">Degrees north, -90 to 90.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN, infinite or out of range; the message names it, and says so when the two look swapped.</exception>
    public GeoPoint(double longitude, double latitude)
    {
        if (Fault(longitude, latitude) is { } fault)
        {
            throw new ArgumentOutOfRangeException(fault.Name, fault.Value, fault.Reason);
        }

        Longitude = longitude;
        Latitude = latitude;
    }

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public double Longitude { get; }

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Makes a point, or says which value is wrong and why.</summary>
    /// <returns>Whether the two values are a place on the earth.</returns>
    public static bool TryCreate(double longitude, double latitude, out GeoPoint point, out string? fault)
    {
        var found = Fault(longitude, latitude);
        fault = found is { } f ? $"{f.Name}: {f.Reason}" : null;
        point = found is null ? new GeoPoint(longitude, latitude) : default;
        return found is null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Longitude:0.######},{Latitude:0.######}");

    private static (string Name, double Value, string Reason)? Fault(double longitude, double latitude)
    {
        if (!double.IsFinite(longitude) || Math.Abs(longitude) > 180)
        {
            return (nameof(longitude), longitude, "Longitude is a finite number of degrees between -180 and 180.");
        }

        if (!double.IsFinite(latitude) || Math.Abs(latitude) > 90)
        {
            var swapped = double.IsFinite(latitude) && Math.Abs(latitude) <= 180 && Math.Abs(longitude) <= 90;
            return (nameof(latitude), latitude, "Latitude is a finite number of degrees between -90 and 90." + (swapped
                ? " The two may be swapped: longitude comes first."
                : string.Empty));
        }

        return null;
    }
}
