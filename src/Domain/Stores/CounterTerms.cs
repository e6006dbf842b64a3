using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>What holds for what is paid online and had at a counter.</summary>
/// <param name="Validity">How long the code is good from the order on: 10 minutes to 28 days.</param>
/// <param name="Refunded">The share of what was not had by then that is given back, at most the whole.</param>
public sealed record CounterTerms(TimeSpan Validity, BasisPoints Refunded)
{
    /// <summary>A week, and all is given back.</summary>
    public static CounterTerms Default { get; } = new(TimeSpan.FromDays(7), BasisPoints.One);

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Validity < TimeSpan.FromMinutes(10) || Validity > TimeSpan.FromDays(28))
        {
            yield return $"A code is good for {Validity}; it lies between 10 min and 28 days.";
        }

        if (Refunded.Value is < 0 or > 10_000)
        {
            yield return $"Of what was not had {Refunded.Value} bp are given back; it lies between 0 and 10,000.";
        }
    }
}
