namespace O2O.Dispatch.Domain.Markets;

/// <summary>What the platform shall be left with in a market. Where it has less, it funds no discount beyond what the order itself leaves it.</summary>
/// <param name="Floor">The least margin over the window; below zero where that much may be given away.</param>
/// <param name="Window">How far back the margin is taken: 10 min to 24 h.</param>
public sealed record MarginFloor(Money.Money Floor, TimeSpan Window)
{
    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Window < TimeSpan.FromMinutes(10) || Window > TimeSpan.FromHours(24))
        {
            yield return $"A market's margin is taken over {Window}; it lies between 10 min and 24 h.";
        }
    }
}
