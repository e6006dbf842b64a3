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

    /// <summary>Whether it can be one.</summary>
    public bool IsSound => West is >= -180 and <= 180 && East is >= -180 and <= 180 && West < East
        && South is >= -90 and <= 90 && North is >= -90 and <= 90 && South < North && Zoom is >= 0 and <= MostZoom;
}
