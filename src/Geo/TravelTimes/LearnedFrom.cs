namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>What a <see cref="TravelTimeLearner"/> made of one completed drive.</summary>
public enum LearnedFrom
{
    /// <summary>It was learned from.</summary>
    Learned,

    /// <summary>Passed over: it was shorter than a minute, of which waiting and turning round is too large a share, or longer than three hours.</summary>
    DurationOutOfRange,

    /// <summary>Passed over: its two ends lie less than half a minute apart on an empty road, so it was no drive from one to the other.</summary>
    EndsTooClose,

    /// <summary>Passed over: it took less than a sixth or more than six times of what an empty road takes; a stop on the way or a wrong report.</summary>
    RatioOutOfRange,
}
