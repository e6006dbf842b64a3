using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Surge;

/// <summary>How the price of a service in a zone follows demand and supply.</summary>
/// <param name="Cap">The multiplier is never above this; at least one, and at most ten.</param>
/// <param name="BalancedRatio">Requests that wait for each free provider at which the price is the plain one; positive.</param>
/// <param name="Gain">How much each request for a free provider beyond the balanced ratio adds to the multiplier.</param>
/// <param name="HalfLife">In this time the multiplier goes half of the way to where demand and supply would have it; positive.</param>
/// <param name="Step">The multiplier that customers see is a multiple of this, so that it does not flicker; positive.</param>
public sealed record SurgePlan(BasisPoints Cap, double BalancedRatio, BasisPoints Gain, TimeSpan HalfLife, BasisPoints Step)
{
    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Cap.Value is < 10_000 or > 100_000)
        {
            yield return $"The cap is {Cap}; it lies between 10,000 (the plain price) and 100,000 basis points.";
        }

        if (!double.IsFinite(BalancedRatio) || BalancedRatio <= 0)
        {
            yield return $"The balanced ratio is {BalancedRatio}; it is positive.";
        }

        if (HalfLife <= TimeSpan.Zero)
        {
            yield return $"The half-life is {HalfLife}; it is positive.";
        }

        if (Step.Value is < 1 or > 10_000)
        {
            yield return $"The step is {Step}; it lies between 1 and 10,000 basis points.";
        }
    }
}
