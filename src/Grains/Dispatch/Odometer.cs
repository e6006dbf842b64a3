using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>What a provider drives while it has a job, by its reports. Steps that are smaller than the error of a report, and those that no vehicle makes, do not count.</summary>
internal struct Odometer
{
    private const double SmallestStep = 20;
    private const double FastestMetresPerSecond = 70;
    private GeoPoint _from;
    private DateTimeOffset _at;
    private bool _runs;

    /// <summary>Metres so far; never less than before.</summary>
    public double Metres { get; private set; }

    /// <summary>Starts to count from here, unless it counts already.</summary>
    public void Start(GeoPoint place, DateTimeOffset at)
    {
        if (!_runs)
        {
            (_from, _at, _runs) = (place, at, true);
        }
    }

    /// <summary>Counts no longer.</summary>
    public void Stop() => _runs = false;

    /// <summary>Counts the way to a place.</summary>
    public void Reach(GeoPoint place, DateTimeOffset at)
    {
        if (!_runs)
        {
            Start(place, at);
            return;
        }

        var step = GreatCircle.Distance(_from, place).Value;
        if (step < SmallestStep)
        {
            return;
        }

        Metres += step <= FastestMetresPerSecond * Math.Max(1, (at - _at).TotalSeconds) ? step : 0;
        (_from, _at) = (place, at);
    }
}
