using System.Globalization;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>How fields of trips files are read: the same words for the same fault in every format.</summary>
internal static class TripFields
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss'Z'",
    ];

    /// <summary>The place of a column; -1 when there is none.</summary>
    public static int Column(IReadOnlyList<string> header, params ReadOnlySpan<string> names)
    {
        for (var column = 0; column < header.Count; column++)
        {
            foreach (var name in names)
            {
                if (string.Equals(header[column], name, StringComparison.OrdinalIgnoreCase))
                {
                    return column;
                }
            }
        }

        return -1;
    }

    /// <summary>Reads a local time as a UTC instant.</summary>
    public static bool TryTime(string name, string field, out DateTimeOffset time, out string? fault)
    {
        if (DateTime.TryParseExact(
            field, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var parsed))
        {
            time = new DateTimeOffset(parsed, TimeSpan.Zero);
            fault = null;
            return true;
        }

        time = default;
        fault = $"{name} '{field}' is not a time like 2013-01-01T00:30:00.";
        return false;
    }

    /// <summary>Reads a place.</summary>
    public static bool TryPlace(string longitudeName, string longitude, string latitudeName, string latitude, out GeoPoint place, out string? fault)
    {
        place = default;
        if (!TryNumber(longitudeName, longitude, out var x, out fault) || !TryNumber(latitudeName, latitude, out var y, out fault))
        {
            return false;
        }

        if (GeoPoint.TryCreate(x, y, out place, out var reason))
        {
            return true;
        }

        fault = $"{longitudeName} {longitude}, {latitudeName} {latitude}: {reason}";
        return false;
    }

    /// <summary>Reads a number; NaN and infinities are left for the caller's range check.</summary>
    public static bool TryNumber(string name, string field, out double value, out string? fault)
    {
        if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            fault = null;
            return true;
        }

        fault = field.Length == 0 ? $"{name} is empty." : $"{name} '{field}' is not a number.";
        return false;
    }
}
