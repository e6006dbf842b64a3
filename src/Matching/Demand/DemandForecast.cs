namespace O2O.Dispatch.Matching.Demand;

/// <summary>
/// Learns from the stream of requests how many to expect where: for each cell the rate of the recent past, older requests counting less and less. It knows the past only. Its
/// owner calls it from one thread and hands <see cref="At"/> to rounds; the same calls give the same numbers.
/// </summary>
/// <param name="cells">The cells.</param>
/// <param name="memoryMilliseconds">How fast it forgets: a request so long ago counts 1/e of one now.</param>
public sealed class DemandForecast(DemandCells cells, int memoryMilliseconds = DemandForecast.DefaultMemoryMilliseconds)
{
    /// <summary>10 minutes.</summary>
    public const int DefaultMemoryMilliseconds = 600_000;

    private readonly double[] weight = new double[cells.Count];
    private readonly int memory = memoryMilliseconds > 0
        ? memoryMilliseconds
        : throw new ArgumentOutOfRangeException(nameof(memoryMilliseconds), memoryMilliseconds, "A forecast must remember for more than 0 ms.");

    private long first = long.MinValue;
    private long last = long.MinValue;

    /// <summary>Takes a request into account. Times that run backwards count as the latest seen.</summary>
    /// <param name="pickUpNode">Node index of its pick-up.</param>
    /// <param name="bornMilliseconds">When it was made, on the rounds' clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is off the network.</exception>
    public void Observe(int pickUpNode, long bornMilliseconds)
    {
        if (pickUpNode < 0 || pickUpNode >= cells.NodeCount)
        {
            throw new ArgumentOutOfRangeException(nameof(pickUpNode), pickUpNode, $"The node is off the network of {cells.NodeCount} nodes.");
        }

        if (first == long.MinValue)
        {
            first = last = bornMilliseconds;
        }

        Forget(bornMilliseconds);
        weight[cells.CellOf(pickUpNode)]++;
    }

    /// <summary>What it expects now, as something that does not change any more.</summary>
    /// <param name="nowMilliseconds">The time, on the rounds' clock.</param>
    public ExpectedDemand At(long nowMilliseconds)
    {
        if (first == long.MinValue)
        {
            return new ExpectedDemand(cells, new double[cells.Count]);
        }

        Forget(nowMilliseconds);

        // A steady stream of rate r, seen for the time t, has the weight r x memory x (1 - e^(-t / memory)). The first minute is taken as a whole one, lest two
        // requests at once look like a crowd.
        var seen = Math.Max(60_000.0, (double)last - first);
        var divisor = memory * (1 - Math.Exp(-seen / memory));
        return new ExpectedDemand(cells, Array.ConvertAll(weight, w => w / divisor));
    }

    private void Forget(long now)
    {
        if (now <= last)
        {
            return;
        }

        var keep = Math.Exp(-((double)now - last) / memory);
        for (var cell = 0; cell < weight.Length; cell++)
        {
            weight[cell] *= keep;
        }

        last = now;
    }
}
