namespace O2O.Dispatch.Matching.Demand;

/// <summary>
/// Learns from the stream of requests where the next ones are to be expected: where the latest were, for demand half an hour ago says little and demand a minute ago much. It knows the past
/// only. Its owner calls it from one thread and hands <see cref="At"/> to rounds; the same calls give the same answers.
/// </summary>
public sealed class DemandForecast
{
    /// <summary>30 minutes: what is older is not expected again.</summary>
    public const long MemoryMilliseconds = 1_800_000;

    /// <summary>How many requests it remembers at most.</summary>
    public const int MostRequests = 4_096;

    private readonly int nodeCount;
    private readonly (int Node, long Born)[] latest = new (int, long)[MostRequests];
    private long observed;
    private long last = long.MinValue;

    /// <summary>A forecast that has seen nothing.</summary>
    /// <param name="nodeCount">How many nodes the road network has, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no node.</exception>
    public DemandForecast(int nodeCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeCount, 1);
        this.nodeCount = nodeCount;
    }

    /// <summary>Takes a request into account. Times that run backwards count as the latest seen.</summary>
    /// <param name="pickUpNode">Node index of its pick-up.</param>
    /// <param name="bornMilliseconds">When it was made, on the rounds' clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is off the network.</exception>
    public void Observe(int pickUpNode, long bornMilliseconds)
    {
        if (pickUpNode < 0 || pickUpNode >= nodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(pickUpNode), pickUpNode, $"The node is off the network of {nodeCount} nodes.");
        }

        last = Math.Max(last, bornMilliseconds);
        latest[observed++ % MostRequests] = (pickUpNode, last);
    }

    /// <summary>What it expects, as something that does not change any more.</summary>
    /// <param name="nowMilliseconds">The time, on the rounds' clock.</param>
    public ExpectedDemand At(long nowMilliseconds)
    {
        var nodes = new List<int>();
        for (var i = observed - 1; i >= 0 && i >= observed - MostRequests; i--)
        {
            var (node, born) = latest[i % MostRequests];
            if ((Int128)nowMilliseconds - born > MemoryMilliseconds)
            {
                break;
            }

            nodes.Add(node);
        }

        return new ExpectedDemand([.. nodes]);
    }
}
