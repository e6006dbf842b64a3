namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>
/// Learns from completed drives, one by one, how many times as long as on an empty road they take: by hour of the day, and by group of edges where
/// there are drives enough. One thread at a time.
/// </summary>
/// <remarks>
/// <para>The factor of an hour is the median of observed over free-flow time in it, kept as a histogram of the logarithm in steps of 2 %, so a few absurd drives
/// move it no further than a few ordinary ones. It is drawn to the medians of the hours beside it and to the factor begun with, as if twenty drives spoke for each: thin hours
/// follow their neighbours. Older drives fade with a half-life.</para>
/// <para>A group of edges feels the traffic of an hour more or less strongly: its factor is that of the hour to the power of 1 + c, c from -1 to 1. Each drive moves
/// the c of the groups it passed by its clipped logarithmic error, in proportion to the time spent in each, the less the more drives a group has seen. On empty
/// roads all groups are alike, so what is learned by day does no harm by night.</para>
/// <para>Drives are taken to follow the shortest way on an empty road; what drivers add by detours is learned as traffic. The constants are guesses that
/// the tests on generated traffic and the bench on real rides bear out.</para>
/// </remarks>
public sealed class TravelTimeLearner
{
    private const double ShortestSeconds = 60;
    private const double LongestSeconds = 3 * 3_600;
    private const int ClosestMilliseconds = 30_000;
    private const double MostRatio = 6;
    private const double Step = 0.02;
    private const double PriorWeight = 20;
    private const double ClippedError = 0.4;
    private const double MostCorrection = 1;
    private const double FirstRate = 1;
    private const double RateFades = 100;

    private static readonly double MostLog = Math.Log(MostRatio);
    private static readonly int Bins = 2 * (int)Math.Ceiling(MostLog / Step);

    private readonly EdgeGroups groups;
    private readonly ITravelTimes freeFlow;
    private readonly double startLog;
    private readonly TimeZoneInfo zone;
    private readonly double halfLifeHours;
    private readonly double[][] histograms = new double[TrafficFactors.Hours][];
    private readonly double[] weights = new double[TrafficFactors.Hours];
    private readonly DateTimeOffset[] fadedAt = new DateTimeOffset[TrafficFactors.Hours];
    private readonly double[] corrections;
    private readonly double[] seen;
    private readonly double[] passed;
    private readonly List<int> touched = [];

    /// <summary>Begins without having seen a drive.</summary>
    /// <param name="groups">The groups of edges that get factors of their own; <see cref="EdgeGroups.Whole"/> for hours alone.</param>
    /// <param name="freeFlow">Times on empty roads of the same network: factor 1.</param>
    /// <param name="zone">The market's clock: its hours are the ones learned.</param>
    /// <param name="startFactor">The factor before any drive is seen, <see cref="TrafficFactors.Least"/> to <see cref="TrafficFactors.Most"/>.</param>
    /// <param name="halfLife">After how long a drive counts half; null for 28 days. Above zero.</param>
    /// <exception cref="ArgumentException">The times are of a network of another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor or the half-life is out of range.</exception>
    public TravelTimeLearner(EdgeGroups groups, ITravelTimes freeFlow, TimeZoneInfo zone, double startFactor = 1, TimeSpan? halfLife = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(freeFlow);
        ArgumentNullException.ThrowIfNull(zone);
        if (freeFlow.NodeCount != groups.Network.NodeCount)
        {
            throw new ArgumentException($"The times are of {freeFlow.NodeCount:N0} nodes, the groups of {groups.Network.NodeCount:N0}. Both are of one network.", nameof(freeFlow));
        }

        if (!(startFactor >= TrafficFactors.Least && startFactor <= TrafficFactors.Most))
        {
            throw new ArgumentOutOfRangeException(nameof(startFactor), startFactor, $"A factor is from {TrafficFactors.Least} to {TrafficFactors.Most}.");
        }

        if (halfLife <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(halfLife), halfLife, "A half-life is above zero.");
        }

        this.groups = groups;
        this.freeFlow = freeFlow;
        this.zone = zone;
        startLog = Math.Log(startFactor);
        halfLifeHours = (halfLife ?? TimeSpan.FromDays(28)).TotalHours;
        corrections = new double[groups.Count];
        seen = new double[groups.Count];
        passed = new double[groups.Count];
        for (var hour = 0; hour < histograms.Length; hour++)
        {
            histograms[hour] = new double[Bins];
        }
    }

    /// <summary>How many drives were learned from.</summary>
    public long Learned { get; private set; }

    /// <summary>Learns from one completed drive.</summary>
    /// <param name="from">Node where it began.</param>
    /// <param name="to">Node where it ended.</param>
    /// <param name="departed">When it began.</param>
    /// <param name="duration">How long it took.</param>
    /// <returns>Whether it was learned from, and if not, why.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public LearnedFrom Observe(int from, int to, DateTimeOffset departed, TimeSpan duration)
    {
        var empty = freeFlow.Milliseconds(from, to);
        if (duration.TotalSeconds is < ShortestSeconds or > LongestSeconds)
        {
            return LearnedFrom.DurationOutOfRange;
        }

        if (empty < ClosestMilliseconds)
        {
            return LearnedFrom.EndsTooClose;
        }

        if (Math.Abs(Math.Log(duration.TotalMilliseconds / empty)) >= MostLog)
        {
            return LearnedFrom.RatioOutOfRange;
        }

        var hour = TimeZoneInfo.ConvertTime(departed, zone).Hour;
        var hourLog = Blended(hour);
        var corrected = Gather(from, to, hourLog);
        var ratio = Math.Clamp(Math.Log(duration.TotalMilliseconds / corrected), -MostLog, MostLog);
        Correct(corrected, ratio - hourLog, hourLog);
        Enter(hour, departed, ratio);
        Learned++;
        return LearnedFrom.Learned;
    }

    /// <summary>The factors learned so far.</summary>
    public TrafficFactors Factors()
    {
        var factors = new double[TrafficFactors.Hours * groups.Count];
        for (var hour = 0; hour < TrafficFactors.Hours; hour++)
        {
            var log = Blended(hour);
            for (var group = 0; group < groups.Count; group++)
            {
                factors[hour * groups.Count + group] = Math.Clamp(Math.Exp(log * (1 + corrections[group])), TrafficFactors.Least, TrafficFactors.Most);
            }
        }

        return TrafficFactors.Of(groups, factors);
    }

    /// <summary>The time the drive spends in each group on an empty road, into <see cref="passed"/>; their sum with the corrections of an hour is given back.</summary>
    private double Gather(int from, int to, double hourLog)
    {
        foreach (var group in touched)
        {
            passed[group] = 0;
        }

        touched.Clear();
        if (groups.Count == 1)
        {
            touched.Add(0);
            passed[0] = freeFlow.Milliseconds(from, to);
            return passed[0];
        }

        var network = groups.Network;
        var path = freeFlow.Path(from, to);
        for (var i = 1; i < path.Nodes.Length; i++)
        {
            var group = groups.OfEdge[network.EdgeBetween(path.Nodes[i - 1], path.Nodes[i])];
            if (passed[group] == 0)
            {
                touched.Add(group);
            }

            passed[group] += path.Milliseconds[i] - path.Milliseconds[i - 1];
        }

        double sum = 0;
        foreach (var group in touched)
        {
            sum += passed[group] * Math.Exp(hourLog * corrections[group]);
        }

        return sum;
    }

    private void Correct(double corrected, double error, double hourLog)
    {
        if (groups.Count == 1)
        {
            // One group is the hour itself.
            return;
        }

        var clipped = Math.Clamp(error, -ClippedError, ClippedError);
        foreach (var group in touched)
        {
            var share = passed[group] * Math.Exp(hourLog * corrections[group]) / corrected;
            var rate = FirstRate / (1 + seen[group] / RateFades);
            corrections[group] = Math.Clamp(corrections[group] + rate * share * clipped * hourLog, -MostCorrection, MostCorrection);
            seen[group] += share;
        }
    }

    private void Enter(int hour, DateTimeOffset departed, double ratio)
    {
        var histogram = histograms[hour];
        if (weights[hour] == 0)
        {
            fadedAt[hour] = departed;
        }

        // Fading is caught up once an hour of the drives' own time; a drive reported late counts like the newest.
        var passedHours = (departed - fadedAt[hour]).TotalHours;
        if (passedHours >= 1)
        {
            var keep = Math.Pow(0.5, passedHours / halfLifeHours);
            for (var bin = 0; bin < Bins; bin++)
            {
                histogram[bin] *= keep;
            }

            weights[hour] *= keep;
            fadedAt[hour] = departed;
        }

        histogram[Math.Min(Bins - 1, (int)((ratio + MostLog) / (2 * MostLog) * Bins))]++;
        weights[hour]++;
    }

    private double Blended(int hour)
    {
        double sum = PriorWeight * startLog, weight = PriorWeight;
        foreach (var beside in (ReadOnlySpan<int>)[(hour + 23) % 24, (hour + 1) % 24])
        {
            // Neighbours speak for this hour, but no louder than a few dozen drives of its own would.
            var voice = Math.Min(weights[beside], 3 * PriorWeight);
            sum += voice * Median(beside);
            weight += voice;
        }

        var prior = sum / weight;
        return (weights[hour] * Median(hour) + PriorWeight * prior) / (weights[hour] + PriorWeight);
    }

    private double Median(int hour)
    {
        if (weights[hour] <= 0)
        {
            return 0;
        }

        var histogram = histograms[hour];
        double total = 0;
        foreach (var count in histogram)
        {
            total += count;
        }

        double below = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (below + histogram[bin] >= total / 2)
            {
                var within = (total / 2 - below) / histogram[bin];
                return (bin + within) / Bins * 2 * MostLog - MostLog;
            }

            below += histogram[bin];
        }

        return MostLog;
    }
}
