using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes;

/// <summary>The one rule that turns free-flow times and factors into the times of edges.</summary>
public static class EdgeTimes
{
    /// <summary>Milliseconds of every edge: free flow (at least 1 s, see <see cref="RoadNetworkBuilder.LeastMilliseconds"/>) times the factor, rounded half up, at least 1.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="factor">How many times as long as on an empty road, e.g. 1.65; finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is NaN, infinite, not above 0, or so large that a time passes 24 days.</exception>
    public static int[] Scaled(RoadNetwork network, double factor)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (!double.IsFinite(factor) || factor <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A travel-time factor is finite and above 0.");
        }

        var times = new int[network.EdgeCount];
        for (var edge = 0; edge < times.Length; edge++)
        {
            times[edge] = Times(network.FreeFlowMilliseconds[edge], factor);
        }

        return times;
    }
    /// <summary>Milliseconds of every edge at one hour: free flow times the factor of the edge's group, rounded half up, at least 1.</summary>
    /// <param name="factors">The factors; they know the roads.</param>
    /// <param name="hour">The hour on the market's clock, 0 to 23.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hour is out of range, or an edge takes longer than 24 days.</exception>
    public static int[] AtHour(TrafficFactors factors, int hour)
    {
        ArgumentNullException.ThrowIfNull(factors);
        var network = factors.Groups.Network;
        var byGroup = new double[factors.Groups.Count];
        for (var group = 0; group < byGroup.Length; group++)
        {
            byGroup[group] = factors.At(hour, group);
        }

        var times = new int[network.EdgeCount];
        for (var edge = 0; edge < times.Length; edge++)
        {
            times[edge] = Times(network.FreeFlowMilliseconds[edge], byGroup[factors.Groups.OfEdge[edge]]);
        }

        return times;
    }

    /// <summary>Refuses times that do not fit the network.</summary>
    /// <param name="network">The roads.</param>
    /// <param name="edgeMilliseconds">Milliseconds of every edge, by edge number.</param>
    /// <exception cref="RoadNetworkException">Not as many times as edges, or a time that is not above 0; the message names the edge.</exception>
    public static void Check(RoadNetwork network, ReadOnlySpan<int> edgeMilliseconds)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (edgeMilliseconds.Length != network.EdgeCount)
        {
            throw new RoadNetworkException($"There are {edgeMilliseconds.Length:N0} edge times for {network.EdgeCount:N0} edges. Give every edge one, by edge number.");
        }

        for (var node = 0; node < network.NodeCount; node++)
        {
            for (var edge = network.FirstOut[node]; edge < network.FirstOut[node + 1]; edge++)
            {
                if (edgeMilliseconds[edge] <= 0)
                {
                    throw new RoadNetworkException(
                        $"The edge {network.PublishedId(node)} to {network.PublishedId(network.Heads[edge])} takes {edgeMilliseconds[edge]} ms; a time is above 0.");
                }
            }
        }
    }

    private static int Times(int freeFlow, double factor)
    {
        var scaled = Math.Round(freeFlow * factor, MidpointRounding.AwayFromZero);
        if (scaled > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "With this factor an edge takes longer than 24 days, the longest time that can be told.");
        }

        return Math.Max(1, (int)scaled);
    }
}
