using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo;

namespace O2O.Dispatch.Api.Live;

/// <summary>What a vehicle can have done between two reports.</summary>
/// <param name="JumpMetres">As far as a place may be off, whatever the time between.</param>
/// <param name="MetresPerSecond">As fast as a vehicle may be beyond that.</param>
/// <param name="JumpsBelieved">So many reports one after the other that agree on another place are believed.</param>
internal sealed record MotionRule(double JumpMetres, double MetresPerSecond, int JumpsBelieved)
{
    // A millionth of a degree from south to north; from west to east it is at most as much.
    private const double MetresPerMicrodegree = 0.111_32;

    /// <summary>What became of a way: it may be, is too fast, or is a jump.</summary>
    /// <param name="longitude">Of its begin, in millionths of a degree.</param>
    /// <param name="latitude">Of its begin.</param>
    /// <param name="toLongitude">Of its end.</param>
    /// <param name="toLatitude">Of its end.</param>
    /// <param name="took">How long it took, not negative.</param>
    public ReportVerdict Judge(int longitude, int latitude, int toLongitude, int toLatitude, TimeSpan took)
    {
        // Where nothing is far, nothing is reckoned: thousands come a second.
        if (((double)Math.Abs((long)toLongitude - longitude) + Math.Abs((long)toLatitude - latitude)) * MetresPerMicrodegree <= JumpMetres)
        {
            return ReportVerdict.Taken;
        }

        var metres = GreatCircle.Distance(new GeoPoint(longitude / 1e6, latitude / 1e6), new GeoPoint(toLongitude / 1e6, toLatitude / 1e6)).Value;
        var beyond = metres - JumpMetres - (took.TotalSeconds * MetresPerSecond);

        // Who is far beyond what speed explains was not there, or is not there.
        return beyond <= 0 ? ReportVerdict.Taken : beyond > JumpMetres ? ReportVerdict.Teleport : ReportVerdict.TooFast;
    }
}
