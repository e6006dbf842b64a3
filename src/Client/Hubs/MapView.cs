namespace O2O.Dispatch.Client.Hubs;

/// <summary>The part of a map that is looked at, and how closely. The server adds a margin of a quarter of it on each side, and cuts off what is beyond the earth.</summary>
/// <param name="West">Its least longitude, WGS-84 degrees.</param>
/// <param name="South">Its least latitude.</param>
/// <param name="East">Its greatest longitude, more than west.</param>
/// <param name="North">Its greatest latitude, more than south.</param>
/// <param name="Zoom">As web maps count it, 0 to 24: the earth is 512 * 2^zoom pixels around. Less than a pixel of way is not told. Below 10 no single
/// vehicles are told, but <see cref="MarketMap.Cells"/>.</param>
public sealed record MapView(double West, double South, double East, double North, double Zoom);
