namespace O2O.Dispatch.Api.Live;

/// <summary>The part of a map that somebody looks at, and how closely.</summary>
/// <param name="West">Its least longitude, in WGS-84 degrees.</param>
/// <param name="South">Its least latitude.</param>
/// <param name="East">Its greatest longitude, more than west.</param>
/// <param name="North">Its greatest latitude, more than south.</param>
/// <param name="Zoom">As web maps count it, 0 to 24: the earth is 512 * 2^zoom pixels around. Less than a pixel of way is not told.</param>
internal sealed record MapView(double West, double South, double East, double North, double Zoom)
{
    private const double MostZoom = 24;

    /// <summary>What of a box is on earth: maps that show all of it, or more than once, look beyond it.</summary>
    /// <returns>Null when nothing is, or it is none: a bound is not finite, or the zoom is none.</returns>
    public static MapView? OnEarth(double west, double south, double east, double north, double zoom) =>
        double.IsFinite(west) && double.IsFinite(south) && double.IsFinite(east) && double.IsFinite(north) && zoom is >= 0 and <= MostZoom
            && new MapView(Math.Clamp(west, -180, 180), Math.Clamp(south, -90, 90), Math.Clamp(east, -180, 180), Math.Clamp(north, -90, 90), zoom) is var view
            && view.West < view.East && view.South < view.North ? view : null;
}
